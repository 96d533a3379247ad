using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>What an explanation or a match posted is taken back by events of its own, never by erasing.</summary>
internal static class Unexplaining
{
    public static ExplanationResult Reopen(
        EntryBreak state, string reason, ExplanationFacts facts, string user, Instant now)
    {
        var parts = state.Resolved!.Parts;
        if (CheckOffsets(state, parts, facts) is { } unfit) return unfit;
        if (CheckPayments(parts, facts) is { } rested) return rested;
        var undo = new Undo(state.Facts.FileId, state.Facts.ValueDate, state.Facts.Account, user, reason, now);
        return ExplanationResult.Of(Reopened(state.Facts, parts)) with
        {
            ByBatch = Batches(undo, state.Facts, parts, facts, now),
            ForAccount = [.. parts.Select(p => Movement(undo, state.Facts, p, facts)).OfType<object>()],
            ByOtherBreak = parts.Where(p => p.Kind == ExplanationKind.Offset).ToDictionary(
                p => p.OtherBreak!.Value,
                p => new object[]
                {
                    Reopened(
                        facts.Breaks[p.OtherBreak!.Value].Facts, facts.Breaks[p.OtherBreak!.Value].Resolved!.Parts),
                }),
        };

        BreakReopened Reopened(BreakFacts f, Explanation[] by) => new(
            now, user, f.ValueDate, f.Account, f.FromAdvance, f.IsDebit, Explaining.MovedBy(by), by, reason);
    }

    // Debits and returns are taken back; a return that had been reversed is one again.
    private static Dictionary<Guid, object[]> Batches(
        Undo undo, BreakFacts of, Explanation[] parts, ExplanationFacts facts, Instant now)
    {
        var taken = undo.Payments(
            facts.Payments, of.FromAdvance,
            [.. parts.Where(p => p.Kind is ExplanationKind.Payment or ExplanationKind.Return).Select(p => (
                p.Kind == ExplanationKind.Return, p.Payment!.Value, p.Amount, of.Entry))]);
        var back = parts.Where(p => p.Kind == ExplanationKind.ReturnReversed)
            .Select(p => p with { Kind = ExplanationKind.Return }).ToArray();
        var again = Explaining.BatchEvents(of, back, facts, undo.Reason, undo.User, now);
        return taken.Concat(again).GroupBy(e => e.Key, e => e.Value)
            .ToDictionary(g => g.Key, g => g.SelectMany(e => e).ToArray());
    }

    private static ExplanationRestedOn? CheckPayments(Explanation[] parts, ExplanationFacts facts)
    {
        foreach (var part in parts.Where(p => p.Payment is not null))
        {
            var payment = facts.Payments[part.Payment!.Value];
            var all = parts.Where(p => p.Payment == part.Payment && p.Kind == part.Kind).Sum(p => p.Amount);
            var can = part.Kind switch
            {
                ExplanationKind.Payment => payment.CanUnsettle(all),
                ExplanationKind.Return => payment.CanUnreturn(all),
                _ => payment.Kept >= all,
            };
            if (!can) return new ExplanationRestedOn(payment.Placed.EndToEndId);
        }

        return null;
    }

    // The other break names this one alone; where it has further parts, it is the one that was explained.
    private static OffsetOfOther? CheckOffsets(EntryBreak state, Explanation[] parts, ExplanationFacts facts) =>
        parts.Where(p => p.Kind == ExplanationKind.Offset).All(p =>
            facts.Breaks.GetValueOrDefault(p.OtherBreak!.Value)?.Resolved?.Parts is [{ OtherBreak: { } back }]
            && back == state.Id)
            ? null : new OffsetOfOther();

    private static MovementUndone? Movement(Undo undo, BreakFacts of, Explanation part, ExplanationFacts facts)
    {
        MatchKind? kind = part.Kind switch
        {
            ExplanationKind.Funding => MatchKind.Funding,
            ExplanationKind.Charge => MatchKind.Charge,
            ExplanationKind.Advance => MatchKind.Advance,
            ExplanationKind.AdvanceReturned => MatchKind.AdvanceReturned,
            _ => null,
        };
        var order = part.MessageId is { } id ? facts.Advances.GetValueOrDefault(id) : null;
        return kind is { } known
            ? undo.Movement(known, of.Entry, part.Amount, order?.ToInstitution, part.MessageId ?? of.BankReference)
            : null;
    }
}

/// <summary>Makes the events that take evidence of one file back, by one person for one reason.</summary>
internal sealed record Undo(
    Guid FileId, LocalDate ValueDate, string Account, string User, string Reason, Instant Now)
{
    /// <summary>Debits and returns of payments, by batch; the payments stand as given.</summary>
    public Dictionary<Guid, object[]> Payments(
        IReadOnlyDictionary<PaymentRef, BatchPayment> payments, bool fromAdvance,
        (bool IsReturn, PaymentRef Payment, Money Amount, int Entry)[] items)
    {
        var stands = payments.ToDictionary(p => p.Key, p => p.Value);
        var sources = new MatchSources(payments);
        var events = new List<(Guid Batch, object Event)>();
        foreach (var group in items.GroupBy(i => (i.Payment.Batch, i.IsReturn)))
        {
            var undone = group.Select(i => Undone(stands, i.Payment, i.Amount, i.Entry, i.IsReturn)).ToArray();
            var (batch, amount) = (group.Key.Batch, undone.Sum(u => u.Amount));
            events.Add((batch, group.Key.IsReturn
                ? sources.With(batch, new ReturnsUndone(
                    Now, User, FileId, ValueDate, Account, undone, amount, Reason))
                : sources.With(batch, new SettlementsUndone(
                    Now, User, FileId, ValueDate, Account, fromAdvance, undone, amount, Reason))));
        }

        return events.GroupBy(e => e.Batch, e => e.Event).ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>What an entry was that is no payment.</summary>
    public MovementUndone Movement(
        MatchKind kind, int entry, Money amount, string? counterpart, string? reference) => new(
        Now, User, kind, FileId, entry, ValueDate, Account, counterpart, amount, reference, Reason);

    private static UndonePayment Undone(
        Dictionary<PaymentRef, BatchPayment> stands, PaymentRef place, Money amount, int entry, bool isReturn)
    {
        var before = stands[place];
        var after = isReturn ? before.Unreturned(amount) : before.Unsettled(amount);
        stands[place] = after;
        return new UndonePayment(place.No, amount, entry, after.Status);
    }
}
