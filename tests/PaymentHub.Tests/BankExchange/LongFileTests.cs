using PaymentHub.BankExchange;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>A file longer than what is kept in memory is posted piece by piece, as one that fits would be.</summary>
public sealed class LongFileTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task References_come_before_likeness_over_the_whole_file_and_what_was_told_before_moves_nothing()
    {
        var (known, own, late) = (ReleasedMonth.Agri[0], ReleasedMonth.Agri[1], ReleasedMonth.Agri[2]);
        var notified = (await NextAsync()).Book(await DebitAsync(known));
        await BankFiles.SendAsync(Hub, "AGRI", "bao-no.xml", notified.Write("camt.054"));
        // Fits the second payment by account and amount; the last entry of the file names it.
        var alike = await DebitAsync(own) with { EndToEndId = null };
        var filler = Enumerable.Repeat(new Booking(-1), ReadBankFile.MostKept - 1);
        var told = (await NextAsync()).Book(
        [
            new Booking(-1), alike, .. filler, await DebitAsync(known), await DebitAsync(own), await DebitAsync(late),
        ]);

        var file = await BankFiles.SendAsync(Hub, "AGRI", "sao-ke.xml", told.Write("camt.053"));

        $"{file["status"]} {file["entries"]} {file["matched"]} {file["known"]} {file["breaks"]}".ShouldBe(
            $"Reconciled {ReadBankFile.MostKept + 4} 2 1 {ReadBankFile.MostKept + 1}", file.ToJsonString());
        foreach (var who in new[] { known, own, late }) (await SettledAsync(who)).ShouldBe(Pension);
        (await Hub.AskAsync<string>(
            $"select string_agg(distinct rule, ',') from hub.entry_match where file_id = '{file["fileId"]}'"))
            .ShouldBe("EndToEndId");
        (await Hub.AskAsync<long>(
            $"select count(*) from hub.entry_break where file_id = '{file["fileId"]}' and amount = {Pension}"))
            .ShouldBe(1, "the one that only fits");
        await Hub.IdentitiesShouldHoldAsync();
    }

    private async Task<FormatFile> NextAsync() => FormatFile.Of(await StatementFile.NextAsync(Hub, "AGRI"));

    private async Task<long> SettledAsync(RegisterLine who) => await Hub.AskAsync<long>(
        """
        select coalesce(sum(o.amount), 0)::bigint from hub.payment_outcome o
        join hub.payment p on p.batch_id = o.batch_id and p.no = o.no
        where o.status = 'Settled' and p.end_to_end_id = $1
        """, await Hub.EndToEndIdAsync(who));

    private async Task<Booking> DebitAsync(RegisterLine who) =>
        new(-Pension) { EndToEndId = await Hub.EndToEndIdAsync(who), Account = who.Account };
}
