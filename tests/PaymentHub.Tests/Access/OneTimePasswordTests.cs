using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Access;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Access;

/// <summary>What somebody else chose or what lies in the database alone opens nothing.</summary>
public sealed class OneTimePasswordTests(PostgresFixture postgres)
{
    private const string First = "mat khau in ra mot lan";
    private const string Own = "mot cau cua rieng toi";

    [Fact]
    public async Task A_one_time_password_opens_nothing_but_its_own_change()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            var people = scope.ServiceProvider.GetRequiredService<People>();
            (await people.CreateAsync("moi", "Người Mới", First, isOneTime: true)).ShouldBeNull();
        }

        var refused = await SignInAsync(hub, First);
        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.Forbidden, "password-must-change"));
        (await ChangeAsync(hub, "sai mat khau roi", Own)).Code.ShouldBe("sign-in-refused");
        (await ChangeAsync(hub, First, First)).Code.ShouldBe("password-not-new");
        (await ChangeAsync(hub, First, "ngan")).Code.ShouldBe("credentials-refused");

        (await ChangeAsync(hub, First, Own)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await SignInAsync(hub, First)).Code.ShouldBe("sign-in-refused");
        (await SignInAsync(hub, Own)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Session_keys_are_stored_encrypted_and_sessions_survive_a_restart()
    {
        var database = await postgres.CreateEmptyDatabaseAsync();
        (string, string)[] certificate = [(KeysCertificate.PathKey, HubSetup.KeysCertificateFile)];
        Caller caller;
        string token;
        await using (var hub = await Hub.StartAsync(database, certificate))
        {
            caller = hub.As("thanhtra");
            await caller.GetAsync("/api/batches?period=2026-11");
            token = (string)(await hub.Anonymous().PostAsync(
                "/api/sign-in",
                new JsonObject { ["userName"] = "thanhtra", ["password"] = HubSetup.Password }))["accessToken"]!;
            var stored = (await hub.AskAsync<string>("""select "Xml" from access.data_protection_keys"""))!;
            stored.ShouldContain("EncryptedData");
            stored.ShouldNotContain("<masterKey");
            hub.Log.ShouldBeEmpty("the start has nothing to warn of");
        }

        await using var again = await Hub.StartAsync(database, certificate);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await http.GetAsync(again.Url + "api/batches?period=2026-11");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Outside_the_demo_nothing_starts_without_a_certificate()
    {
        var database = await postgres.CreateEmptyDatabaseAsync();

        var failure = await Should.ThrowAsync<InvalidOperationException>(
            () => Hub.StartAsync(database, ("PAYMENTHUB_PROFILE", "production")));

        failure.Message.ShouldContain(KeysCertificate.PathKey);
    }

    private static Task<Answer> SignInAsync(Hub hub, string password) => hub.Anonymous().TryPostAsync(
        "/api/sign-in", new JsonObject { ["userName"] = "moi", ["password"] = password });

    private static Task<Answer> ChangeAsync(Hub hub, string present, string wanted) => hub.Anonymous().TryPostAsync(
        "/api/password",
        new JsonObject { ["userName"] = "moi", ["password"] = present, ["newPassword"] = wanted });
}
