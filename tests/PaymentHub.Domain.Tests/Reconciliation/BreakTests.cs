using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

public class BreakTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 2, 0);
    private static readonly BreakRules Rules = ClearedFile.Rules;

    [Fact]
    public void From_the_limit_on_a_second_person_agrees_before_anything_moves()
    {
        var state = Break(1_000_001, isDebit: false);
        var first = BreakDecisions.Explain(state, [Funding(1_000_001)], "Kho bạc chuyển", None, Rules, "doisoat", Now);

        first.ForBreak.ShouldHaveSingleItem().ShouldBeOfType<BreakExplained>();
        first.ForAccount.ShouldBeEmpty();
        state = Fold(state, first.ForBreak);
        BreakDecisions.Confirm(state, None, "DoiSoat", Now).Refusal.ShouldBeOfType<BreakSecondPerson>();
        var second = BreakDecisions.Confirm(state, None, "khobac", Now);
        second.ForBreak.ShouldHaveSingleItem().ShouldBeOfType<BreakResolved>().ExplainedBy.ShouldBe("doisoat");
        second.ForAccount.ShouldHaveSingleItem().ShouldBeOfType<FundingReceived>();
    }

    [Fact]
    public void Below_the_limit_one_person_is_enough_and_an_explained_break_is_not_explained_again()
    {
        var state = Break(1_000_000, isDebit: true);
        var done = BreakDecisions.Explain(
            state, [new Explanation(ExplanationKind.Charge, new Money(1_000_000))], "Phí tháng", None, Rules, "a", Now);

        state = Fold(state, done.ForBreak);
        state.Status.ShouldBe(BreakStatus.Resolved);
        BreakDecisions.Explain(state, [], "Phí tháng", None, Rules, "a", Now).Refusal.ShouldBeOfType<BreakNotOpen>();
        BreakDecisions.Reopen(state, "  ", None, "a", Now).Refusal.ShouldBeOfType<BreakReasonMissing>();
        var again = BreakDecisions.Reopen(state, "Không phải phí", None, "a", Now);
        again.ForAccount.ShouldHaveSingleItem().ShouldBeOfType<MovementUndone>().Kind.ShouldBe(MatchKind.Charge);
        Fold(state, again.ForBreak).Status.ShouldBe(BreakStatus.Open);
    }

    [Theory]
    [InlineData(new long[] { 100, 200 })]
    [InlineData(new long[] { 100, 200, 2 })]
    [InlineData(new long[] { 301, 0 })]
    [InlineData(new[] { long.MaxValue, long.MaxValue })]
    [InlineData(new long[] { 401, -100 })]
    [InlineData(new long[] { })]
    public void Parts_are_the_breaks_amount_to_the_dong(long[] parts)
    {
        var state = Break(301, isDebit: false);

        BreakDecisions.Explain(state, [.. parts.Select(Funding)], "Kho bạc", None, Rules, "a", Now).Refusal
            .ShouldBeOfType<ExplanationSum>();
    }

    [Theory]
    [InlineData(true, ExplanationKind.Funding)]
    [InlineData(true, ExplanationKind.Return)]
    [InlineData(true, ExplanationKind.AdvanceReturned)]
    [InlineData(false, ExplanationKind.Payment)]
    [InlineData(false, ExplanationKind.Charge)]
    [InlineData(false, ExplanationKind.Advance)]
    public void Money_that_left_is_nothing_that_comes_in_and_the_other_way_round(bool isDebit, ExplanationKind kind) =>
        BreakDecisions.Explain(
            Break(500, isDebit), [new Explanation(kind, new Money(500))], "Lý do nào đó", None, Rules, "a", Now)
            .Refusal.ShouldBeOfType<ExplanationDirection>();

    [Fact]
    public void The_banks_correction_takes_both_directions_out_and_neither_posts()
    {
        var (debit, credit) = (Break(500, isDebit: true, 1), Break(500, isDebit: false, 2));
        var both = None with { Breaks = new[] { debit, credit }.ToDictionary(b => b.Id) };

        var done = BreakDecisions.Explain(
            credit, [new Explanation(ExplanationKind.Offset, new Money(500), OtherBreak: debit.Id)], "Ngân hàng hoàn",
            both, Rules, "a", Now);

        var other = done.ByOtherBreak[debit.Id].ShouldHaveSingleItem().ShouldBeOfType<BreakResolved>();
        other.Moved.ShouldBe(Money.Zero);
        Fold(credit, done.ForBreak).Resolved!.Moved.ShouldBe(Money.Zero);
        BreakDecisions.Explain(
            credit, [new Explanation(ExplanationKind.Offset, new Money(500), OtherBreak: credit.Id)], "Tự bù mình",
            both, Rules, "a", Now).Refusal.ShouldBeOfType<OffsetUnfit>();
    }

    [Fact]
    public void A_paper_is_what_its_bytes_show_and_the_same_bytes_are_added_once()
    {
        BreakRules.PaperType("%PDF-1.7"u8).ShouldBe("application/pdf");
        BreakRules.PaperType("<html>"u8).ShouldBeNull();
        var state = Break(1, isDebit: true);
        Decision Attach(EntryBreak to, string? type, long size) =>
            BreakDecisions.Attach(to, "thư.pdf", type, "hash", size, Rules, "a", Now);

        Attach(state, null, 5).Refusal.ShouldBeOfType<AttachmentRefused>();
        Attach(state, "application/pdf", Rules.AttachmentBytes + 1).Refusal.ShouldBeOfType<AttachmentRefused>();
        var added = Attach(state, "application/pdf", 5);
        Attach(Fold(state, [.. added.Events]), "application/pdf", 5).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_remark_is_neither_empty_nor_endless()
    {
        BreakDecisions.Comment(" ", "a", Now).Refusal.ShouldBeOfType<CommentLength>();
        BreakDecisions.Comment(new string('x', 2_001), "a", Now).Refusal.ShouldBeOfType<CommentLength>();
        BreakDecisions.Comment(" đã gọi ngân hàng ", "a", Now).Events.ShouldHaveSingleItem()
            .ShouldBeOfType<BreakCommented>().Text.ShouldBe("đã gọi ngân hàng");
    }

    private static readonly ExplanationFacts None = new(
        new Dictionary<PaymentRef, BatchPayment>(), new Dictionary<string, AdvanceOrder>(),
        new Dictionary<Guid, EntryBreak>());

    private static Explanation Funding(long amount) => new(ExplanationKind.Funding, new Money(amount));

    private static EntryBreak Break(long amount, bool isDebit, int item = 0)
    {
        var file = Keys.GuidOf("file");
        return EntryBreak.Evolve(null, EntryBreak.IdOf(file, 3, item), new BreakOpened(Now, "a", new BreakFacts(
            file, item, "AGRI", "4500201000018", false,
            isDebit ? BreakKind.UnexplainedDebit : BreakKind.UnexplainedCredit, new Money(amount), isDebit,
            new LocalDate(2026, 11, 2), "FT1", null, null)))!;
    }

    private static EntryBreak Fold(EntryBreak state, object[] events) =>
        events.Aggregate(state, (s, e) => EntryBreak.Evolve(s, s.Id, e)!);
}
