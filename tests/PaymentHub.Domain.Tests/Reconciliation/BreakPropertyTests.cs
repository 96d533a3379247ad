using System.Collections.Concurrent;
using CsCheck;
using PaymentHub.Domain.Ledger;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>
/// Whatever people say of a file's breaks, in whatever order, and take back again: the bank's account stays what the
/// bank said, and every đồng stays in one place.
/// </summary>
public class BreakPropertyTests
{
    private const int Cases = 4_000;

    private static readonly Gen<Act[]> AnyActs = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 20], Gen.Enum<ExplanationKind>(), Gen.Int[0, 20], Gen.OneOf(1, 1, 1, 2, 3),
        (what, no, kind, other, parts) => new Act(what, no, kind, other, parts)).Array[0, 14];

    private sealed record Act(int What, int No, ExplanationKind Kind, int Other, int Parts);

    [Fact]
    public void People_move_no_money_on_the_banks_account_and_lose_none()
    {
        var seen = new ConcurrentDictionary<string, bool>();
        Gen.Select(MatchCase.Any, AnyActs).Holds(
            (c, acts) =>
            {
                var file = new ClearedFile(c);
                var own = c.Source.FromAdvance ? LedgerAccount.Advances : LedgerAccount.Bank;
                var told = file.Balance(own);
                foreach (var act in acts)
                {
                    var before = file.Postings.Count;
                    if (Do(file, act) is { } done) seen[done] = true;
                    else file.Postings.Count.ShouldBe(before, $"what is refused posts nothing: {act}");
                    CheckMoney(file);
                    file.Balance(own).ShouldBe(told);
                }
            },
            iter: Cases);

        if (Property.Whole) seen.Keys.ShouldBe(
        [
            "Payment", "Return", "ReturnReversed", "Funding", "Charge", "Advance", "AdvanceReturned", "Offset",
            "several parts", "for two", "confirmed", "reopened", "undone",
        ], ignoreOrder: true);
    }

    private static string? Do(ClearedFile file, Act act)
    {
        if (act.What == 3)
            return file.Matches.Count > 0 && file.UndoMatch(act.No % file.Matches.Count) is null ? "undone" : null;
        if (file.Breaks.Count == 0) return null;
        var no = act.No % file.Breaks.Count;
        if (act.What == 1) return file.Confirm(no) is null ? "confirmed" : null;
        if (act.What == 2) return file.Reopen(no) is null ? "reopened" : null;
        var parts = PartsOf(file, file.Breaks[no], act);
        if (file.Explain(no, parts) is not null) return null;
        if (file.Breaks[no].Status == BreakStatus.Explained) return "for two";
        return parts.Length > 1 ? "several parts" : $"{act.Kind}";
    }

    private static Explanation[] PartsOf(ClearedFile file, EntryBreak of, Act act)
    {
        var amount = of.Facts.Amount;
        if (act.Kind == ExplanationKind.Offset)
        {
            var other = file.Breaks[act.Other % file.Breaks.Count];
            return [new Explanation(act.Kind, amount, OtherBreak: other.Id)];
        }

        var places = file.Places;
        var first = new Money(amount.Dong / act.Parts);
        var shares = first.IsZero || act.Parts == 1 ? [amount] : new[] { first, amount - first };
        return [.. shares.Select((share, i) =>
        {
            var place = places[(act.Other + i) % places.Count];
            var isOfPayment = act.Kind is ExplanationKind.Payment or ExplanationKind.Return
                or ExplanationKind.ReturnReversed;
            return isOfPayment
                ? new Explanation(act.Kind, share, place.Batch, place.No, file.Of(place).Placed.EndToEndId)
                : new Explanation(act.Kind, share, MessageId: "ADVANCEMESSAGEID");
        })];
    }

    private static void CheckMoney(ClearedFile file)
    {
        file.Postings.Sum(p => p.Amount).ShouldBe(Money.Zero);
        foreach (var source in file.Postings.GroupBy(p => p.Source))
            source.Sum(p => p.Amount).ShouldBe(Money.Zero, $"source {source.Key}");

        file.Balance(LedgerAccount.Unexplained).ShouldBe(
            file.Breaks.Where(b => b.Resolved is null).Sum(b => b.Facts.IsDebit ? b.Facts.Amount : -b.Facts.Amount)
            + file.Breaks.Where(b => b.Resolved is not null).Sum(b =>
            {
                var stays = b.Facts.Amount - b.Resolved!.Moved;
                return b.Facts.IsDebit ? stays : -stays;
            }));
        foreach (var place in file.Places)
        {
            var p = file.Of(place);
            p.Outstanding.ShouldBeGreaterThanOrEqualTo(Money.Zero);
            p.Kept.ShouldBeGreaterThanOrEqualTo(Money.Zero);
        }
    }
}
