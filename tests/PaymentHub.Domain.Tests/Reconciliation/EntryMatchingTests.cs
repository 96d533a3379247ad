using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;
using PaymentHub.Domain.Reconciliation;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>What the passes say of one line at a time, on few orders.</summary>
public sealed class EntryMatchingTests
{
    private static readonly Guid Batch = Keys.GuidOf("batch");
    private static readonly LocalDate Day = new(2026, 11, 9);
    private static readonly AdvanceOrder Order = new("ADV1", "LIST1", "POST", "9999", new Money(900), false);

    [Theory]
    [InlineData("1111", 900, "Payment 900")]
    [InlineData(null, 900, "Payment 900")]
    [InlineData("2222", 900, "WrongAccount 900")]
    [InlineData("1111", 901, "Payment 900|ExcessDebit 1")]
    public void An_order_named_by_the_bank(string? account, long amount, string expected) =>
        Told(Match([Paid(0, 900, "1111")], Debit(amount, "E0", account))).ShouldBe(expected);

    [Theory]
    [InlineData(PaymentStatus.Rejected, 0, 0, "DebitOfRefused 900")]
    [InlineData(PaymentStatus.Cancelled, 0, 0, "DebitOfRefused 900")]
    [InlineData(PaymentStatus.Placed, 0, 0, "UnexplainedDebit 900")]
    [InlineData(PaymentStatus.Settled, 900, 0, "SecondDebit 900")]
    [InlineData(PaymentStatus.Returned, 900, 900, "ReturnReversed 900")]
    public void A_debit_of_an_order_that_owes_nothing(PaymentStatus status, long settled, long back, string expected)
    {
        var payment = Paid(0, 900, "1111") with
        {
            Status = status,
            Settled = new Money(settled),
            Returned = new Money(back),
        };
        Told(Match([payment], Debit(900, "E0", "1111"))).ShouldBe(expected);
    }

    [Fact]
    public void One_line_for_a_batch()
    {
        BatchPayment[] two = [Paid(0, 900, "1111"), Paid(1, 500, "2222")];
        Told(Match(two, Booking(1_400))).ShouldBe("Payment 900|Payment 500");
        Told(Match(two, Booking(500))).ShouldBe("Payment 500");
        Told(Match(two, Booking(1_400), Booking(1_400))).ShouldBe("Payment 900|Payment 500|SecondDebit 1400");
        var lost = Match(two, Booking(501));
        Told(lost).ShouldBe("UnexplainedDebit 501");
        lost.Breaks[0].Candidates.ShouldBeEmpty("no choice makes the sum");
        Told(Match(two, Booking(900) with { BatchBooking = "other" })).ShouldBe("UnexplainedDebit 900");
    }

    [Fact]
    public void A_part_of_a_batch_that_several_choices_make_names_the_first_twenty()
    {
        var many = Enumerable.Range(0, 30).Select(i => Paid(i, 500, $"{i}")).ToArray();
        var found = Match(many, Booking(1_000)).Breaks.ShouldHaveSingleItem();
        found.Kind.ShouldBe(BreakKind.Ambiguous);
        found.Candidates.ShouldBe(Enumerable.Range(0, 20).Select(i => $"E{i}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("1111", 900, "Payment 900")]
    [InlineData("3333", 900, "UnexplainedDebit 900")]
    [InlineData(null, 900, "UnexplainedDebit 900")]
    [InlineData("1111", 899, "UnexplainedDebit 899")]
    [InlineData("2222", 500, "Ambiguous 500")]
    [InlineData("2222", 1_000, "Payment 500|Payment 500")]
    public void An_account_and_an_amount(string? account, long amount, string expected) =>
        Told(Match([Paid(0, 900, "1111"), Paid(1, 500, "2222"), Paid(2, 500, "2222")], Debit(amount, null, account)))
            .ShouldBe(expected);

    [Fact]
    public void Candidates_stand_in_the_order_of_their_ids()
    {
        var found = Match(
            [Paid(2, 500, "2222"), Paid(1, 500, "2222")], Debit(500, null, "2222"), Debit(1_000, null, "2222"));
        found.Breaks[0].Candidates.ShouldBe(["E1", "E2"]);
        found.Matches.Select(m => m.No).ShouldBe([1, 2]);
        found.Matches.ShouldAllBe(m => m.Rule == MatchRule.AccountAndSum);
    }

    [Theory]
    [InlineData("ADV1", "9999", 900, "Advance 900")]
    [InlineData("ADV1", null, 900, "Advance 900")]
    [InlineData("ADV1", "8888", 900, "WrongAccount 900")]
    [InlineData("ADV1", "9999", 901, "Advance 900|ExcessDebit 1")]
    [InlineData("ADV1", "9999", 300, "Advance 300")]
    public void An_ordered_advance(string id, string? account, long amount, string expected) =>
        Told(Match([], Debit(amount, id, account))).ShouldBe(expected);

    [Fact]
    public void An_advance_is_given_once()
    {
        Told(Match([], Debit(900, "ADV1", null), Debit(900, "ADV1", null))).ShouldBe("Advance 900|SecondDebit 900");
        var given = Facts([], Order with { IsGiven = true });
        Told(EntryMatching.Match(Bank, [Debit(900, "ADV1", null)], given, At)).ShouldBe("SecondDebit 900");
    }

    [Theory]
    [InlineData("E0", 900, "Return 900")]
    [InlineData("E0", 400, "Return 400")]
    [InlineData("E0", 901, "Return 900|UnknownReturn 1")]
    [InlineData("E1", 500, "UnknownReturn 500")]
    [InlineData(null, 900, "Return 900")]
    [InlineData(null, 901, "UnknownReturn 901")]
    public void Money_that_comes_back(string? id, long amount, string expected)
    {
        BatchPayment[] two = [Settled(0, 900, "1111"), Paid(1, 500, "1111")];
        var found = Match(two, Credit(EntryClass.Return, amount, id));
        Told(found).ShouldBe(expected);
        found.ByBatch.Values.SelectMany(e => e).OfType<PaymentsReturned>().SelectMany(r => r.Items)
            .ShouldAllBe(r => r.Code == "NARR");
    }

    [Fact]
    public void Two_payments_that_could_have_come_back_are_named()
    {
        var found = Match(
            [Settled(0, 900, "1111"), Settled(1, 900, "1111")], Credit(EntryClass.Return, 900, null)).Breaks[0];
        (found.Kind, string.Join(' ', found.Candidates)).ShouldBe((BreakKind.Ambiguous, "E0 E1"));
    }

    [Fact]
    public void The_banks_reason_is_kept()
    {
        var found = Match([Settled(0, 900, "1111")], Credit(EntryClass.Return, 900, "E0") with { ReasonCode = "AC04" });
        found.ByBatch[Batch].ShouldHaveSingleItem().ShouldBeOfType<PaymentsReturned>().Items[0].Code
            .ShouldBe("AC04");
    }

    [Fact]
    public void Cash_is_told_twice_but_handed_out_once()
    {
        var found = Cash([Paid(0, 900, "1111")], Debit(900, "E0", "7777"), Debit(900, "E0", "7777"));
        Told(found).ShouldBe("Payment 900", "a cash report's account is not the payee's, and the second is the first");
        Told(Cash([Paid(0, 900, "1111") with { Status = PaymentStatus.Rejected }], Debit(900, "E0", null)))
            .ShouldBe("DebitOfRefused 900");
    }

    [Fact]
    public void Cash_that_nobody_collected_stays_in_the_advance()
    {
        Told(Cash([Paid(0, 900, "1111")], Credit(EntryClass.Uncollected, 900, "E0"))).ShouldBe("Return 900");
        Told(Cash([Paid(0, 900, "1111")], Credit(EntryClass.Uncollected, 899, "E0"))).ShouldBe("");
        var both = Cash([Paid(0, 900, "1111")], Credit(EntryClass.Uncollected, 900, "E0"), Debit(900, "E0", null));
        Told(both).ShouldBe("Return 900|UnexplainedDebit 900");
    }

    // 550 and a tenth of it for the tax.
    [Theory]
    [InlineData(900, "Payment 900")]
    [InlineData(1_505, "Payment 900|Charge 605")]
    [InlineData(1_504, "Payment 900|ExcessDebit 604")]
    [InlineData(1_506, "Payment 900|ExcessDebit 606")]
    [InlineData(295, "Payment 295")]
    public void What_a_debit_takes_beside_the_payment_is_the_agreed_fee_to_the_dong_or_is_claimed_back(
        long amount, string expected)
    {
        Told(WithFees([Paid(0, 900, "1111")], Debit(amount, "E0", null))).ShouldBe(expected);
        Told(Match([Paid(0, 900, "1111")], Debit(1_505, "E0", null))).ShouldBe("Payment 900|ExcessDebit 605");
    }

    [Theory]
    [InlineData("E0", 605, "Charge 605 FeeSchedule")]
    [InlineData("E0", 400, "Charge 400 FeeSchedule")]
    [InlineData("E0", 900, "Charge 605 FeeSchedule|ExcessDebit 295")]
    [InlineData("E9", 900, "Charge 900 Classified")]
    [InlineData(null, 900, "Charge 900 Classified")]
    public void A_charge_that_names_a_transfer_is_measured_by_the_contract(string? id, long amount, string expected)
    {
        var found = WithFees([Settled(0, 900, "1111")], Debit(amount, id, null) with { Class = EntryClass.Charge });
        string.Join('|', found.Matches.Select(m => $"{m.Kind} {m.Amount.Dong} {m.Rule}")
            .Concat(found.Breaks.Select(b => $"{b.Kind} {b.Amount.Dong}"))).ShouldBe(expected);
    }

    [Fact]
    public void A_schedule_counts_from_its_day_and_in_the_version_that_knows_it()
    {
        var line = Debit(1_505, "E0", null);
        Told(WithFees([Paid(0, 900, "1111")], line with { ValueDate = Day.PlusDays(-2) }))
            .ShouldBe("Payment 900|ExcessDebit 605");
        var earlier = EntryMatching.Match(
            Bank with { RuleVersion = 3 }, [line], Facts([Paid(0, 900, "1111")]) with { Fees = [Fees] }, At);
        Told(earlier).ShouldBe("Payment 900|ExcessDebit 605");
        var cash = EntryMatching.Match(
            Bank with { FromAdvance = true }, [line], Facts([Paid(0, 900, "1111")]) with { Fees = [Fees] }, At);
        Told(cash).ShouldBe("Payment 900|ExcessDebit 605", "who hands out cash takes no fee out of it");
    }

    [Fact]
    public void Every_fact_is_booked_in_an_open_month_under_its_own_day()
    {
        var november = new HashSet<YearMonth> { new(2026, 11) };
        var shut = Bank with { Books = new OpenBooks(november, new LocalDate(2026, 11, 10)) };
        var found = EntryMatching.Match(
            shut,
            [
                Debit(900, "E0", null), Debit(900, "ADV1", null), Credit(EntryClass.Funding, 5, null),
                Credit(EntryClass.OtherCredit, 6, null), Debit(7, null, null) with { Class = EntryClass.Charge },
                Credit(EntryClass.AdvanceReturned, 8, null) with { OurMessageId = "LIST1" },
                Credit(EntryClass.Return, 900, "E0"),
            ],
            Facts([Paid(0, 900, "1111")], Order), At);
        IValueDated[] all = [.. found.ByBatch[Batch].Concat(found.ForAccount).Concat(found.Breaks).Cast<IValueDated>()];
        all.Length.ShouldBe(7);
        all.ShouldAllBe(e => e.ValueDate == Day && e.BookedOn == new LocalDate(2026, 12, 1));
    }

    [Fact]
    public void The_earlier_day_is_posted_first()
    {
        BatchPayment[] four = [.. Enumerable.Range(0, 4).Select(i => Paid(i, 900, $"{i}"))];
        var later = Day.PlusDays(1);
        var events = Match(
            four, Debit(900, "E0", null) with { ValueDate = later }, Debit(900, "E1", null),
            Credit(EntryClass.Return, 900, "E0") with { ValueDate = later }, Credit(EntryClass.Return, 900, "E1"))
            .ByBatch[Batch];
        events.OfType<PaymentsSettled>().Select(e => e.ValueDate).ShouldBe([Day, later]);
        events.OfType<PaymentsReturned>().Select(e => e.ValueDate).ShouldBe([Day, later]);
    }

    private static readonly EntrySource Bank = new(Keys.GuidOf("file"), "BIDV", "57010000300034", false);
    private static readonly Instant At = Instant.FromUtc(2026, 11, 10, 1, 0);

    private static MatchResult Match(BatchPayment[] payments, params BankEntry[] entries) =>
        EntryMatching.Match(Bank, entries, Facts(payments, Order), At);

    private static readonly FeeSchedule Fees = new(Day.PlusDays(-1), 550, 0, 0, null, 10);

    private static MatchResult WithFees(BatchPayment[] payments, params BankEntry[] entries) =>
        EntryMatching.Match(Bank, entries, Facts(payments, Order) with { Fees = [Fees] }, At);

    private static MatchResult Cash(BatchPayment[] payments, params BankEntry[] entries) =>
        EntryMatching.Match(Bank with { FromAdvance = true }, entries, Facts(payments, Order), At);

    // Matches first, then breaks, each with its money.
    private static string Told(MatchResult found) => string.Join('|', found.Matches
        .Select(m => $"{m.Kind} {m.Amount.Dong}").Concat(found.Breaks.Select(b => $"{b.Kind} {b.Amount.Dong}")));

    private static BatchPayment Paid(int no, long amount, string account) => new(
        new PlacedPayment(
            no, Keys.GuidOf("p", $"{no}"), 0, $"E{no}", new Money(amount),
            new Payout(PayoutMethod.Transfer, "970418", account, "NGUYEN VAN A", "Self", "Nguyễn Văn A"), null),
        PaymentStatus.Instructed);

    private static BatchPayment Settled(int no, long amount, string account) =>
        Paid(no, amount, account) with { Status = PaymentStatus.Settled, Settled = new Money(amount) };

    private static BankEntry Debit(long amount, string? id, string? account) =>
        new(0, EntryClass.Payment, true, new Money(amount), Day, "FT1", id, account, null, null, null);

    private static BankEntry Booking(long amount) => Debit(amount, null, null) with { BatchBooking = "PMT" };

    private static BankEntry Credit(EntryClass kind, long amount, string? id) =>
        new(0, kind, false, new Money(amount), Day, "FT2", id, "1111", null, null, null);

    private static MatchFacts Facts(BatchPayment[] payments, params AdvanceOrder[] advances)
    {
        var all = payments.ToDictionary(p => new PaymentRef(Batch, p.Placed.No));
        return new MatchFacts(
            all.ToDictionary(p => p.Value.Placed.EndToEndId, p => p.Key),
            new Dictionary<string, PaymentRef[]> { ["PMT"] = [.. all.Keys] },
            all.ToLookup(p => p.Value.Placed.Payout.Account!, p => p.Key),
            advances.ToDictionary(a => a.EndToEndId), all);
    }
}
