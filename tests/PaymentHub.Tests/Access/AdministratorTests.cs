using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Access;

/// <summary>
/// The system never loses its last administrator, and makes its first one only once, whoever acts at the same time.
/// </summary>
public sealed class AdministratorTests(PostgresFixture postgres)
{
    private const string Password = "mot mat khau du dai";
    private const string Reason = "Kiểm thử đồng thời";
    private const int Rounds = 10;

    [Fact]
    public async Task Two_administrators_who_revoke_each_other_at_once_cannot_both_succeed()
    {
        await using var hub = await StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            await GrantAsync(hub, "an");
            await GrantAsync(hub, "binh");

            var refusals = await Task.WhenAll(RevokeAsync(hub, "an", "binh"), RevokeAsync(hub, "binh", "an"));

            refusals.OfType<LastAdministrator>().Count().ShouldBe(1);
            refusals.Count(r => r is null).ShouldBe(1);
        }
    }

    [Fact]
    public async Task The_first_administrator_is_made_once_and_can_sign_in()
    {
        await using var hub = await StartAsync();

        var refusals = await Task.WhenAll(CreateFirstAsync(hub, "an"), CreateFirstAsync(hub, "binh"));
        var later = await CreateFirstAsync(hub, "chi");

        refusals.Count(r => r is null).ShouldBe(1);
        refusals.OfType<AdministratorExists>().Count().ShouldBe(1);
        later.ShouldBeOfType<AdministratorExists>();
        await using var scope = hub.Services.CreateAsyncScope();
        var name = refusals[0] is null ? "an" : "binh";
        (await scope.ServiceProvider.GetRequiredService<PasswordSignIn>().CheckAsync(name, Password, default))
            .ShouldNotBeNull();
        var row = (await scope.ServiceProvider.GetRequiredService<AccessRows>().HistoryOfAsync(name, default)).Single();
        row.ByUser.ShouldBe("system:first-administrator");
        row.Reason.ShouldNotBeEmpty();
    }

    private async Task<WebApplicationFactory<Program>> StartAsync()
    {
        var database = await postgres.CreateEmptyDatabaseAsync();
        var hub = new WebApplicationFactory<Program>().WithWebHostBuilder(
            host => host.UseSetting("PAYMENTHUB_DB", database).UseSetting("PAYMENTHUB_PROFILE", "production")
                .UseSetting(KeysCertificate.PathKey, HubSetup.KeysCertificateFile));
        (await hub.CreateClient().GetStringAsync("/healthz")).ShouldBe("ok");
        return hub;
    }

    private static Task<Refusal?> GrantAsync(WebApplicationFactory<Program> hub, string user) => WithAsync(
        hub, change => change.GrantAsync(
            new(user, Role.Administrator, AccessScope.Province, "system:test", Reason), default));

    private static Task<Refusal?> RevokeAsync(WebApplicationFactory<Program> hub, string user, string by) => WithAsync(
        hub, change => change.RevokeAsync(new(user, Role.Administrator, by, Reason), default));

    private static async Task<Refusal?> CreateFirstAsync(WebApplicationFactory<Program> hub, string user)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        return await FirstAdministrator.CreateAsync(scope.ServiceProvider, user, user, Password);
    }

    private static async Task<Refusal?> WithAsync(
        WebApplicationFactory<Program> hub, Func<ChangeAccess, Task<Refusal?>> act)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<ChangeAccess>());
    }
}
