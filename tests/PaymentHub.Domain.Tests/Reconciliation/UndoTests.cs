using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>Matches and explanations are taken back whole, as long as nothing rests on them.</summary>
public sealed class UndoTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 2, 0);
    private static readonly LocalDate Day = new(2026, 11, 9);
    private static readonly Guid Batch = Keys.GuidOf("batch");
    private static readonly EntrySource Bank = new(Keys.GuidOf("file"), "BIDV", "57010000300034", false);

    [Fact]
    public void Uncollected_cash_alone_cannot_be_taken_back()
    {
        Undo(MatchKind.Return, Bank with { FromAdvance = true }, Settled(0, 900)).Refusal
            .ShouldBeOfType<MatchNotUndoable>();
        Undo(MatchKind.Payment, Bank with { FromAdvance = true }, Settled(0, 900)).Refusal.ShouldBeNull();
        Undo(MatchKind.Payment, Bank, Settled(0, 900)).Refusal.ShouldBeNull();
        Undo(MatchKind.Return, Bank, Settled(0, 900) with { Returned = new Money(900) }).Refusal.ShouldBeNull();
        Undo(MatchKind.Payment, Bank, Settled(0, 900), "bốn!").Refusal.ShouldBeOfType<BreakReasonMissing>();
        MatchDecisions.Undo(null, new Dictionary<PaymentRef, BatchPayment>(), "Khớp sai", "lan", Now).Refusal
            .ShouldBeOfType<MatchUnknown>();
    }

    [Theory]
    [InlineData(MatchKind.Charge, true, "FT1", null)]
    [InlineData(MatchKind.Funding, false, "FT1", null)]
    [InlineData(MatchKind.Advance, true, "LIST1", "POST")]
    [InlineData(MatchKind.AdvanceReturned, false, "LIST1", "POST")]
    public void A_movement_is_taken_back_with_what_it_named(
        MatchKind kind, bool isDebit, string reference, string? counterpart)
    {
        var isAdvance = counterpart is not null;
        var found = new MatchToUndo(
            Match(kind) with { Batch = null, No = null }, Bank, "E9", "1111", counterpart, isAdvance ? "LIST1" : null);
        var result = MatchDecisions.Undo(found, new Dictionary<PaymentRef, BatchPayment>(), "Khớp sai", "lan", Now);
        var undone = result.ForAccount.ShouldHaveSingleItem().ShouldBeOfType<MovementUndone>();
        (undone.Kind, undone.Reference, undone.Counterpart).ShouldBe((kind, reference, counterpart));
        var again = result.ForBreak.ShouldHaveSingleItem().ShouldBeOfType<MatchUndone>().Break;
        (again.IsDebit, again.EndToEndId, again.Account).ShouldBe((isDebit, "E9", "1111"));
    }

    [Fact]
    public void A_debit_on_which_a_return_rests_stays()
    {
        var returned = Settled(0, 900) with { Returned = new Money(900), Status = PaymentStatus.Returned };
        Undo(MatchKind.Payment, Bank, returned).Refusal.ShouldBe(new ExplanationRestedOn("E0"));
        Undo(MatchKind.Payment, Bank, Settled(0, 899)).Refusal.ShouldBeOfType<ExplanationRestedOn>();
        Undo(MatchKind.Return, Bank, returned with { IsPlannedAgain = true }).Refusal
            .ShouldBeOfType<ExplanationRestedOn>();
    }

    [Fact]
    public void Two_parts_of_one_payment_are_taken_back_together()
    {
        var state = Resolved(1, OfPayment(0, 500), OfPayment(0, 400));
        Reopen(state, Facts(Settled(0, 900))).ByBatch[Batch].ShouldHaveSingleItem()
            .ShouldBeOfType<SettlementsUndone>().Amount.ShouldBe(new Money(900));
        Reopen(state, Facts(Settled(0, 899))).Refusal.ShouldBe(new ExplanationRestedOn("E0"));
        Reopen(Resolved(1, OfPayment(0, 500), OfPayment(1, 400)), Facts(Settled(0, 500), Settled(1, 400)))
            .Refusal.ShouldBeNull();
    }

    [Fact]
    public void Parts_of_another_kind_do_not_count()
    {
        var back = OfPayment(0, 300) with { Kind = ExplanationKind.ReturnReversed };
        var state = Resolved(1, OfPayment(0, 500), back);
        Reopen(state, Facts(Settled(0, 500))).Refusal.ShouldBeNull();
    }

    [Fact]
    public void The_banks_correction_is_taken_back_from_where_it_was_said()
    {
        var (one, two, three) = (Break(1), Break(2), Break(3));
        var of = Resolved(1, Offset(two));
        Reopen(of, Facts().With(Resolved(2, Offset(one)))).ByOtherBreak.Keys.ShouldBe([two.Id]);
        Reopen(of, Facts().With(Resolved(2, Offset(three)))).Refusal.ShouldBeOfType<OffsetOfOther>();
        Reopen(of, Facts().With(two)).Refusal.ShouldBeOfType<OffsetOfOther>();
        Reopen(of, Facts()).Refusal.ShouldBeOfType<OffsetOfOther>();
        var both = Resolved(1, Offset(two), Offset(three));
        Reopen(both, Facts().With(Resolved(2, Offset(one)), Resolved(3, Offset(two)))).Refusal
            .ShouldBeOfType<OffsetOfOther>("one of two is enough");
    }

    [Fact]
    public void A_movement_of_an_explanation_is_taken_back_with_its_list_or_the_banks_reference()
    {
        var state = Resolved(
            1, new(ExplanationKind.Charge, new Money(5)),
            new(ExplanationKind.Advance, new Money(900), MessageId: "LIST1"));
        var facts = Facts() with
        {
            Advances = new Dictionary<string, AdvanceOrder>
            {
                ["LIST1"] = new("ADV1", "LIST1", "POST", "9999", new Money(900), true),
            },
        };
        Reopen(state, facts).ForAccount.Cast<MovementUndone>().Select(m => (m.Reference, m.Counterpart))
            .ShouldBe([("FT1", null), ("LIST1", "POST")]);
    }

    [Fact]
    public void The_streams_are_the_same_for_ever()
    {
        EntryBreak.IdOf(Guid.Empty, 3, 1).ShouldBe(new Guid("09f53a18-8027-8d96-b355-4aa66c2db903"));
        MatchChecks.IdOf(new YearMonth(2026, 11)).ShouldBe(new Guid("dae624c4-41c8-8278-97d3-5df6bda9aa65"));
        MatchProposals.IdOf("BIDV").ShouldBe(new Guid("d6b256e8-34e9-8fed-9197-e52d5948d57e"));
    }

    private static ExplanationResult Undo(
        MatchKind kind, EntrySource source, BatchPayment p, string why = "Khớp sai") =>
        MatchDecisions.Undo(
            new MatchToUndo(Match(kind), source, "E0", null, null, null),
            new Dictionary<PaymentRef, BatchPayment> { [new PaymentRef(Batch, 0)] = p }, why, "lan", Now);

    private static EntryMatch Match(MatchKind kind) =>
        new(1, kind, MatchRule.EndToEndId, new Money(900), Batch, 0, "FT1", Day);

    private static ExplanationResult Reopen(EntryBreak state, ExplanationFacts facts) =>
        BreakDecisions.Reopen(state, "Giải thích sai", facts, "lan", Now);

    private static Explanation OfPayment(int no, long amount) =>
        new(ExplanationKind.Payment, new Money(amount), Batch, no);

    private static Explanation Offset(EntryBreak other) =>
        new(ExplanationKind.Offset, new Money(900), OtherBreak: other.Id);

    private static EntryBreak Break(int no) => EntryBreak.Evolve(
        null, EntryBreak.IdOf(Bank.FileId, 3, no), new BreakOpened(Now, "lan", new BreakFacts(
            Bank.FileId, no, "BIDV", Bank.Account, false, BreakKind.UnexplainedDebit, new Money(900), true, Day, "FT1",
            null, null)))!;

    private static EntryBreak Resolved(int no, params Explanation[] parts)
    {
        var state = Break(no);
        return EntryBreak.Evolve(state, state.Id, new BreakResolved(
            Now, "lan", null, Day, Bank.Account, false, true, new Money(900), parts, "Đã hỏi"))!;
    }

    private static BatchPayment Settled(int no, long amount) => new(
        new PlacedPayment(
            no, Keys.GuidOf("p", $"{no}"), 0, $"E{no}", new Money(900),
            new Payout(PayoutMethod.Transfer, "970418", "1111", "NGUYEN VAN A", "Self", "Nguyễn Văn A"), null),
        PaymentStatus.Settled)
    {
        Settled = new Money(amount),
    };

    private static ExplanationFacts Facts(params BatchPayment[] payments) => new(
        payments.ToDictionary(p => new PaymentRef(Batch, p.Placed.No)), new Dictionary<string, AdvanceOrder>(),
        new Dictionary<Guid, EntryBreak>());
}

file static class More
{
    public static ExplanationFacts With(this ExplanationFacts facts, params EntryBreak[] breaks) =>
        facts with { Breaks = breaks.ToDictionary(b => b.Id) };
}
