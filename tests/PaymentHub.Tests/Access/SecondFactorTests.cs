using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;
using PaymentHub.Access;
using PaymentHub.Tests.Harness;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Access;

/// <summary>Where the policy asks for it, approvals and releases are signed with a code of the person's app.</summary>
public sealed class SecondFactorTests(PostgresFixture postgres)
{
    [Fact]
    public async Task An_approval_needs_a_code_that_counts_once()
    {
        await using var hub = await Hub.StartAsync(
            await postgres.CreateDatabaseAsync(), (SecondFactorPolicy.Key, "on"));
        (await ApproveAsync(hub, "duyet1", null)).Code.ShouldBe("second-factor-not-registered");
        var key = await RegisterAsync(hub, "duyet1");
        (await ApproveAsync(hub, "duyet1", null)).Code.ShouldBe("second-factor-required");
        var spent = CodeOf(hub, key, steps: 0);
        (await ApproveAsync(hub, "duyet1", spent)).Code.ShouldBe(
            "second-factor-wrong", "the registration used this code");

        var next = CodeOf(hub, key, steps: 1);
        (await ApproveAsync(hub, "duyet1", next)).Status.ShouldBe(HttpStatusCode.OK);

        (await ApproveAsync(hub, "duyet1", next)).Code.ShouldBe("second-factor-wrong");
        (await ApproveAsync(hub, "duyet2", next)).Code.ShouldBe("second-factor-not-registered");
        var release = await hub.As("khobac").TryPostAsync(
            "/api/batches/release", new JsonObject { ["period"] = Period });
        (release.Status, release.Code).ShouldBe((HttpStatusCode.Forbidden, "second-factor-not-registered"));
    }

    [Fact]
    public async Task Guessing_codes_locks_the_account()
    {
        await using var hub = await Hub.StartAsync(
            await postgres.CreateDatabaseAsync(), (SecondFactorPolicy.Key, "on"));
        var key = await RegisterAsync(hub, "duyet1");
        for (var i = 0; i < 5; i++) await ApproveAsync(hub, "duyet1", "000000");

        (await ApproveAsync(hub, "duyet1", CodeOf(hub, key, steps: 1))).Code.ShouldBe("account-locked");
    }

    [Fact]
    public async Task A_lost_telephone_is_mended_by_an_administrator()
    {
        await using var hub = await Hub.StartAsync(
            await postgres.CreateDatabaseAsync(), (SecondFactorPolicy.Key, "on"));
        var old = await RegisterAsync(hub, "duyet1");
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            var people = scope.ServiceProvider.GetRequiredService<People>();
            (await people.UnfitAsync("duyet1", "ngan")).ShouldNotBeNull();
            (await people.ResetAsync("duyet1", "mat khau cap lai lan nua")).ShouldBeNull();
            (await scope.ServiceProvider.GetRequiredService<SecondFactor>()
                .CheckAsync("duyet1", CodeOf(hub, old, steps: 1))).ShouldBeOfType<AppNotRegistered>();
        }

        var answer = await hub.Anonymous().TryPostAsync(
            "/api/sign-in",
            new JsonObject { ["userName"] = "duyet1", ["password"] = "mat khau cap lai lan nua" });

        answer.Code.ShouldBe("password-must-change");
        (await RegisterAsync(hub, "duyet1")).ShouldNotBe(old);
    }

    private static async Task<string> RegisterAsync(Hub hub, string userName)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>();
        var factor = scope.ServiceProvider.GetRequiredService<SecondFactor>();
        var user = (await users.FindByNameAsync(userName))!;
        var key = await factor.BeginAsync(user);
        (await factor.ConfirmAsync(user, CodeOf(hub, key, steps: 0))).ShouldBeNull();
        return key;
    }

    private static string CodeOf(Hub hub, string key, int steps) =>
        new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(DateTime.UnixEpoch + TimeSpan.FromSeconds(
            hub.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds() + 30 * steps));

    private static Task<Answer> ApproveAsync(Hub hub, string user, string? code)
    {
        var content = JsonContent.Create(new JsonObject { ["period"] = Period });
        if (code is not null) content.Headers.Add(SecondFactorCheck.Header, code);
        return hub.As(user).SendAsync(HttpMethod.Post, "/api/batches/approve", content);
    }
}
