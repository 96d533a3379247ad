using System.Text;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Access;
using PaymentHub.BankExchange.Channels;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.BankExchange;

/// <summary>Outside the demo no bank is live before it was certified: the service starts, no money can leave.</summary>
public sealed class ProductionBanksTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_new_service_starts_without_a_live_bank_and_neither_sends_nor_takes_a_file()
    {
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(
            host => host.UseSetting("PAYMENTHUB_DB", postgres.CreateEmptyDatabaseAsync().GetAwaiter().GetResult())
                .UseSetting("PAYMENTHUB_PROFILE", "production").UseSetting("PAYMENTHUB_CHANNEL_SECONDS", "0")
                .UseSetting(KeysCertificate.PathKey, HubSetup.KeysCertificateFile));
        (await factory.CreateClient().GetStringAsync("/healthz")).ShouldBe("ok");
        var banks = factory.Services.GetRequiredService<PartnerBanks>();
        var cancellation = TestContext.Current.CancellationToken;
        var all = await banks.ListAsync(cancellation);

        all.ShouldNotBeEmpty();
        all.ShouldAllBe(b => b.Stage == BankStage.Onboarding);
        var (closed, _) = await banks.SendingAsync(all.Select(b => b.Code), cancellation);
        closed.Keys.ShouldBe(all.Select(b => b.Code), ignoreOrder: true);
        closed.Values.ShouldAllBe(r => r.Code == "bank-not-live");
        (await factory.Services.GetRequiredService<FileFetcher>().FetchAllAsync(cancellation)).ShouldBe(0);
        await using var scope = factory.Services.CreateAsyncScope();
        var statement = new StatementFile("AGRI", StatementFile.AccountOf("AGRI"), 1, 0, "2026-10-20").Write();
        using var content = FileContent.Of(Encoding.UTF8.GetBytes(statement));
        var taken = await scope.ServiceProvider.GetRequiredService<ChannelInbox>().FetchedAsync(
            all.Single(b => b.Code == "AGRI"), ChannelKind.Sftp, "s.xml", content, cancellation);
        taken.IsStored.ShouldBeFalse("what a bank sends before it is live stays where it is");
    }
}
