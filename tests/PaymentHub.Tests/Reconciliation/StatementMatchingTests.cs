using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>
/// What a bank's statement proves of a payment, and what it does not. Each test uses payments of its own; after each
/// the identities of the ledger hold.
/// </summary>
public sealed class StatementMatchingTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_debit_with_our_reference_and_account_settles_the_payment()
    {
        var who = ReleasedMonth.Agri[0];

        var file = await BookAsync("AGRI", await DebitAsync(who, Pension));

        BreaksOf(file).ShouldBe(0);
        (await MovedAsync(who)).ShouldBe((Pension, 0));
        $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Settled");
    }

    [Fact]
    public async Task A_debit_to_another_account_does_not_settle_and_the_payment_stays_in_transit()
    {
        var who = ReleasedMonth.Agri[1];

        var file = await BookAsync("AGRI", await DebitAsync(who, Pension) with { Account = "4500205888888" });

        (await BreakAsync(file)).ShouldBe(("WRONG_ACCOUNT", Pension));
        (await MovedAsync(who)).ShouldBe((0, 0));
        $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Instructed");
    }

    [Fact]
    public async Task An_over_debit_settles_the_order_and_leaves_the_excess_unexplained()
    {
        var who = ReleasedMonth.Agri[2];

        var file = await BookAsync("AGRI", await DebitAsync(who, Pension + 60_000));

        (await BreakAsync(file)).ShouldBe(("EXCESS_DEBIT", 60_000));
        (await MovedAsync(who)).ShouldBe((Pension, 0));
    }

    [Fact]
    public async Task An_under_debit_leaves_the_rest_in_transit_until_the_rest_is_booked()
    {
        var who = ReleasedMonth.Agri[3];
        var before = await Hub.StandsAsync("in-transit");

        var file = await BookAsync("AGRI", await DebitAsync(who, Pension - 40_000));

        BreaksOf(file).ShouldBe(0);
        (await MovedAsync(who)).ShouldBe((Pension - 40_000, 0));
        (await Hub.StandsAsync("in-transit")).ShouldBe((before.Count, before.Amount - Pension + 40_000));
        BreaksOf(await BookAsync("AGRI", await DebitAsync(who, 40_000))).ShouldBe(0);
        (await MovedAsync(who)).ShouldBe((Pension, 0));
    }

    [Fact]
    public async Task A_second_debit_of_one_order_is_a_break_in_the_same_statement_and_days_later()
    {
        var who = ReleasedMonth.Agri[4];
        var debit = await DebitAsync(who, Pension);

        var same = await BookAsync("AGRI", debit, debit);
        var later = await BookAsync("AGRI", debit);

        (await BreakAsync(same)).ShouldBe(("SECOND_DEBIT", Pension));
        (await BreakAsync(later)).ShouldBe(("SECOND_DEBIT", Pension));
        (await MovedAsync(who)).ShouldBe((Pension, 0));
    }

    [Fact]
    public async Task Two_payments_that_fit_equally_stay_ambiguous_until_the_reference_decides()
    {
        var (first, second) = (ReleasedMonth.Siblings[0], ReleasedMonth.Siblings[1]);

        var file = await BookAsync("AGRI", new Booking(-Pension) { Account = first.Account, Text = "TRO CAP" });

        (await BreakAsync(file)).ShouldBe(("AMBIGUOUS", Pension));
        var candidates = Items((await BreaksAsync(file)).Single()["candidates"]).Select(c => (string)c!);
        candidates.ShouldBe(
            [await Hub.EndToEndIdAsync(first), await Hub.EndToEndIdAsync(second)], ignoreOrder: true);
        (await MovedAsync(first)).ShouldBe((0, 0));
        (await MovedAsync(second)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Without_a_reference_the_one_payment_of_account_and_amount_is_settled()
    {
        var who = ReleasedMonth.Agri[5];

        var file = await BookAsync("AGRI", new Booking(-Pension) { Account = who.Account, Text = "CHI TRA AN SINH" });

        BreaksOf(file).ShouldBe(0);
        (await MovedAsync(who)).ShouldBe((Pension, 0));
        (await Hub.AskAsync<string>("select rule from hub.entry_match where file_id = $1", FileIdOf(file)))
            .ShouldBe("AccountAndAmount");
    }

    [Fact]
    public async Task Without_a_reference_another_amount_is_unexplained()
    {
        var who = ReleasedMonth.Agri[6];

        var file = await BookAsync("AGRI", new Booking(-Pension - 1) { Account = who.Account });

        (await BreakAsync(file)).ShouldBe(("UNEXPLAINED_DEBIT", Pension + 1));
        (await MovedAsync(who)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_batch_booked_in_one_line_settles_all_its_payments_but_only_with_their_exact_sum()
    {
        var booking = await Hub.AskAsync<string>("select pmtinf_id from hub.batch where institution = 'BIDV'");
        var line = new Booking(-3 * Pension) { BatchOf = booking, BatchCount = 3 };

        var wrong = await BookAsync("BIDV", line with { Amount = (-3 * Pension) + 1 });
        (await BreakAsync(wrong)).ShouldBe(("UNEXPLAINED_DEBIT", (3 * Pension) - 1));
        foreach (var who in ReleasedMonth.Bidv) (await MovedAsync(who)).ShouldBe((0, 0));

        BreaksOf(await BookAsync("BIDV", line)).ShouldBe(0);
        foreach (var who in ReleasedMonth.Bidv) (await MovedAsync(who)).ShouldBe((Pension, 0));
        (await BreakAsync(await BookAsync("BIDV", line))).ShouldBe(("SECOND_DEBIT", 3 * Pension));
    }

    [Fact]
    public async Task A_return_goes_back_to_payable_with_the_banks_reason_and_a_second_return_is_of_no_payment()
    {
        var who = ReleasedMonth.Agri[7];
        var back = new Booking(Pension)
        {
            EndToEndId = await Hub.EndToEndIdAsync(who),
            ReturnReason = "AC04",
            Code = ("RCDT", "RRTN"),
        };
        await BookAsync("AGRI", await DebitAsync(who, Pension));

        var returned = await BookAsync("AGRI", back);
        var again = await BookAsync("AGRI", back);

        BreaksOf(returned).ShouldBe(0);
        (await MovedAsync(who)).ShouldBe((Pension, Pension));
        (await Hub.AskAsync<string>(
            """
            select o.code from hub.payment_outcome o join hub.payment p on p.batch_id = o.batch_id and p.no = o.no
            where p.end_to_end_id = $1 and o.status = 'Returned'
            """,
            back.EndToEndId!)).ShouldBe("AC04");
        (await BreakAsync(again)).ShouldBe(("UNKNOWN_RETURN", Pension));
    }

    [Fact]
    public async Task Of_two_returns_told_before_the_debit_the_one_that_names_the_payment_is_its_own()
    {
        var who = ReleasedMonth.Agri[9];
        var back = new Booking(Pension) { ReturnReason = "AC04", Code = ("RCDT", "RRTN"), Account = who.Account };
        var early = await BookAsync(
            "AGRI", back, back with { EndToEndId = await Hub.EndToEndIdAsync(who), Account = null });

        await BookAsync("AGRI", await DebitAsync(who, Pension));

        var breaks = await Hub.As("doisoat").UntilAsync(
            $"/api/breaks?fileId={early["fileId"]}",
            b => Items(b["items"]).Exists(i => $"{i["status"]}" == "Resolved"));
        Items(breaks["items"]).Select(i => $"{i["entryNo"]} {i["status"]}").Order(StringComparer.Ordinal)
            .ShouldBe(["0 Open", "1 Resolved"]);
        (await MovedAsync(who)).ShouldBe((Pension, Pension));
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task A_banks_statement_settles_no_payment_that_another_bank_was_told_to_make()
    {
        var who = ReleasedMonth.Agri[8];

        var file = await BookAsync("VCB", await DebitAsync(who, Pension));

        (await BreakAsync(file)).ShouldBe(("UNEXPLAINED_DEBIT", Pension));
        (await MovedAsync(who)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Funding_and_charges_are_classified_and_a_stranger_is_not()
    {
        var file = await BookAsync(
            "AGRI",
            new Booking(900_000_000) { Text = "KBNN QUANG NGAI CAP KINH PHI T11", Code = ("RCDT", "DMCT") },
            new Booking(-22_000) { Text = "PHI CHUYEN TIEN", Code = ("MDOP", "CHRG") },
            new Booking(1_234_000) { Text = "NGUOI LA CHUYEN", Code = ("RCDT", "DMCT") });

        (await BreakAsync(file)).ShouldBe(("UNEXPLAINED_CREDIT", 1_234_000));
        (await Hub.AskAsync<string[]>(
            "select array_agg(kind order by kind) from hub.entry_match where file_id = $1", FileIdOf(file)))
            .ShouldBe(["Charge", "Funding"]);
    }

    private async Task<Booking> DebitAsync(RegisterLine who, long amount) =>
        new(-amount) { EndToEndId = await Hub.EndToEndIdAsync(who), Account = who.Account };

    /// <summary>Books a day on the account; the statement must be taken and the ledger stay whole.</summary>
    private async Task<JsonNode> BookAsync(string institution, params Booking[] bookings)
    {
        var statement = await StatementFile.NextAsync(Hub, institution);
        var file = await statement.Book(bookings).SendAsync(Hub);
        $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
        await Hub.IdentitiesShouldHoldAsync();
        return file;
    }

    private async Task<(long Settled, long Returned)> MovedAsync(RegisterLine who)
    {
        const string Moved =
            """
            select coalesce(sum(o.amount), 0)::bigint from hub.payment_outcome o
            join hub.payment p on p.batch_id = o.batch_id and p.no = o.no where p.end_to_end_id = $1 and o.status = $2
            """;
        var id = await Hub.EndToEndIdAsync(who);
        return (await Hub.AskAsync<long>(Moved, id, "Settled"), await Hub.AskAsync<long>(Moved, id, "Returned"));
    }

    private async Task<(string Kind, long Amount)> BreakAsync(JsonNode file)
    {
        var found = (await BreaksAsync(file)).ShouldHaveSingleItem();
        return ((string)found["kind"]!, (long)found["amount"]!);
    }

    private async Task<List<JsonNode>> BreaksAsync(JsonNode file) =>
        [.. Items((await Hub.As("doisoat").GetAsync($"/api/breaks?period={Period}"))["items"])
            .Where(b => (string?)b["fileId"] == (string?)file["fileId"])];

    private static int BreaksOf(JsonNode file) => (int)file["breaks"]!;

    private static Guid FileIdOf(JsonNode file) => Guid.Parse((string)file["fileId"]!);
}
