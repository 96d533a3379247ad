using PaymentHub.Domain.Reconciliation;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Breaks of before their ids were kept got them from the database; both ways agree.</summary>
public sealed class BreakIdTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task The_database_makes_the_ids_that_the_domain_makes()
    {
        await Hub.BookAsync("AGRI", new Booking(33_000) { Text = "LA", Code = ("RCDT", "DMCT") });

        (await Hub.AskAsync<long>("select count(*) from hub.entry_break")).ShouldBePositive();
        (await Hub.AskAsync<long>(
            "select count(*) from hub.entry_break where break_id <> hub.break_id(file_id, version, item)"))
            .ShouldBe(0);
        var file = Guid.Parse("6f1f3c1e-9a51-4c4b-8f0e-2f6d4f1b7a10");
        (await Hub.AskAsync<Guid>("select hub.break_id($1, 12, 345)", file)).ShouldBe(EntryBreak.IdOf(file, 12, 345));
    }
}
