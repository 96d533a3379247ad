using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>
/// An explanation becomes the facts that the matcher would have found, had it known: the same events on the same
/// streams, so that every reader of payments, funds and accounts sees one story.
/// </summary>
internal static class Explaining
{
    private const int MostParts = 1_000;

    // The bank gave no reason of ISO 20022; the person's words stand on the break.
    private const string Narrative = "NARR";

    /// <summary>Why the parts cannot be what the break's money was, or null.</summary>
    public static Refusal? Check(EntryBreak state, Explanation[] parts, ExplanationFacts facts)
    {
        if (state.Facts.Kind == BreakKind.AnswerContradicted)
        {
            // No money is in question, only which of the bank's two words holds.
            return parts is [{ Amount.IsZero: true } decision] && IsOfAnswer(decision.Kind)
                ? null
                : new AnswerDecisionMissing();
        }

        var amount = state.Facts.Amount;
        // Each part is bounded first, so that no sum of hostile amounts overflows.
        var isBounded = parts.Length is > 0 and <= MostParts
            && parts.All(p => p.Amount.IsPositive && p.Amount <= amount);
        var sum = isBounded ? parts.Sum(p => p.Amount) : Money.Zero;
        if (sum != amount) return new ExplanationSum(amount, sum);
        if (parts.FirstOrDefault(p => !Fits(state.Facts, p.Kind)) is { } part)
            return new ExplanationDirection(part.Kind);
        if (CheckPayments(parts, facts) is { } payment) return payment;
        if (CheckAdvances(parts, facts) is { } advance) return advance;
        return CheckOffsets(state, parts, facts);
    }

    /// <summary>The break is explained by these parts, which <see cref="Check"/> has let pass.</summary>
    public static ExplanationResult Resolve(
        EntryBreak state, Explanation[] parts, string? explainedBy, string reason, ExplanationFacts facts, string user,
        Instant now)
    {
        var offsets = parts.Where(p => p.Kind == ExplanationKind.Offset).ToArray();
        return ExplanationResult.Of(Resolved(state.Facts, parts)) with
        {
            ByBatch = BatchEvents(state.Facts, parts, facts, reason, user, now),
            ForAccount = [.. parts.Select(p => Movement(state.Facts, p, facts, now)).OfType<object>()],
            ByOtherBreak = offsets.ToDictionary(
                o => o.OtherBreak!.Value,
                o => new object[]
                {
                    Resolved(
                        facts.Breaks[o.OtherBreak!.Value].Facts,
                        [new Explanation(ExplanationKind.Offset, o.Amount, OtherBreak: state.Id)]),
                }),
        };

        BreakResolved Resolved(BreakFacts f, Explanation[] by) => new(
            now, user, explainedBy, f.ValueDate, f.Account, f.FromAdvance, f.IsDebit, MovedBy(by), by, reason);
    }

    /// <summary>What the bank corrected itself stays where it is; the rest is posted anew.</summary>
    public static Money MovedBy(Explanation[] parts) =>
        parts.Where(p => p.Kind != ExplanationKind.Offset).Sum(p => p.Amount);

    private static bool Fits(BreakFacts facts, ExplanationKind kind) => kind switch
    {
        ExplanationKind.Payment => facts.IsDebit,
        ExplanationKind.Charge or ExplanationKind.Advance or ExplanationKind.ReturnReversed =>
            facts.IsDebit && !facts.FromAdvance,
        ExplanationKind.Return or ExplanationKind.Funding or ExplanationKind.AdvanceReturned =>
            !facts.IsDebit && !facts.FromAdvance,
        _ => !IsOfAnswer(kind),
    };

    private static bool IsOfAnswer(ExplanationKind kind) =>
        kind is ExplanationKind.AnswerWithdrawn or ExplanationKind.AnswerStands;

    private static Refusal? CheckPayments(Explanation[] parts, ExplanationFacts facts)
    {
        foreach (var part in parts.Where(p => IsOfPayment(p.Kind)))
        {
            if (part.Payment is not { } place || !facts.Payments.TryGetValue(place, out var payment))
                return new ExplanationPaymentUnknown(part.EndToEndId);
            var left = part.Kind switch
            {
                ExplanationKind.Payment => payment.Outstanding,
                ExplanationKind.Return => payment.Kept,
                _ => payment.Returned,
            };
            var asked = parts.Where(p => p.Kind == part.Kind && p.Payment == part.Payment).Sum(p => p.Amount);
            if (asked > left) return new ExplanationExceedsPayment(payment.Placed.EndToEndId, left);
            if (part.Kind == ExplanationKind.ReturnReversed && !payment.CanUnreturn(asked))
                return new ExplanationRestedOn(payment.Placed.EndToEndId);
        }

        return null;
    }

    /// <summary>True where the kind names a payment.</summary>
    public static bool IsOfPayment(ExplanationKind kind) =>
        kind is ExplanationKind.Payment or ExplanationKind.Return or ExplanationKind.ReturnReversed;

    private static ExplanationAdvanceUnknown? CheckAdvances(Explanation[] parts, ExplanationFacts facts)
    {
        var advances = parts.Where(p => p.Kind is ExplanationKind.Advance or ExplanationKind.AdvanceReturned).ToList();
        foreach (var part in advances)
        {
            var isGiving = part.Kind == ExplanationKind.Advance;
            var order = part.MessageId is { } id ? facts.Advances.GetValueOrDefault(id) : null;
            var isWhole = !isGiving
                || (order?.Amount == part.Amount && advances.Count(p => p.MessageId == part.MessageId) == 1);
            if (order is null || order.IsGiven == isGiving || !isWhole)
                return new ExplanationAdvanceUnknown(part.MessageId);
        }

        return null;
    }

    private static OffsetUnfit? CheckOffsets(EntryBreak state, Explanation[] parts, ExplanationFacts facts)
    {
        var offsets = parts.Where(p => p.Kind == ExplanationKind.Offset).ToList();
        var fit = offsets.DistinctBy(o => o.OtherBreak).Count() == offsets.Count && offsets.TrueForAll(o =>
            o.OtherBreak is { } id && facts.Breaks.TryGetValue(id, out var other)
            && other.Id != state.Id && other.Status == BreakStatus.Open
            && other.Facts.IsDebit != state.Facts.IsDebit && other.Facts.Account == state.Facts.Account
            && other.Facts.FromAdvance == state.Facts.FromAdvance && other.Facts.Amount == o.Amount);
        return fit ? null : new OffsetUnfit();
    }

    /// <summary>What the parts do to payments, by batch.</summary>
    public static Dictionary<Guid, object[]> BatchEvents(
        BreakFacts of, Explanation[] parts, ExplanationFacts facts, string reason, string user, Instant now)
    {
        var sources = new MatchSources(facts.Payments);
        var events = parts.Where(p => p.Kind is ExplanationKind.Payment or ExplanationKind.Return)
            .GroupBy(p => (Batch: p.Batch!.Value, p.Kind))
            .Select(g => (g.Key.Batch, Event: Event(g.Key.Batch, g.Key.Kind, [.. g])));
        var undo = new Undo(of.FileId, of.ValueDate, of.Account, user, reason, now);
        var reversed = undo.Payments(
            facts.Payments, fromAdvance: false,
            [.. parts.Where(p => p.Kind == ExplanationKind.ReturnReversed).Select(p => (
                true, p.Payment!.Value, p.Amount, of.Entry))]);
        return events.Concat(reversed.SelectMany(r => r.Value.Select(e => (Batch: r.Key, Event: e))))
            .GroupBy(e => e.Batch, e => e.Event).ToDictionary(g => g.Key, g => g.ToArray());

        object Event(Guid batch, ExplanationKind kind, Explanation[] own) => kind == ExplanationKind.Payment
            ? sources.With(batch, new PaymentsSettled(
                now, of.FileId, of.ValueDate, of.Account, of.FromAdvance,
                [.. own.Select(p => new SettledPayment(p.No!.Value, p.Amount, of.Entry))], own.Sum(p => p.Amount)))
            : sources.With(batch, new PaymentsReturned(
                now, of.FileId, of.ValueDate, of.Account, FromAdvance: false,
                [.. own.Select(p => new ReturnedPayment(p.No!.Value, p.Amount, of.Entry, Narrative))],
                own.Sum(p => p.Amount)));
    }

    private static object? Movement(BreakFacts of, Explanation part, ExplanationFacts facts, Instant now) =>
        part.Kind switch
        {
            ExplanationKind.Funding => new FundingReceived(
                now, of.FileId, of.Entry, of.ValueDate, of.Account, part.Amount, of.BankReference),
            ExplanationKind.Charge => new ChargeBooked(
                now, of.FileId, of.Entry, of.ValueDate, of.Account, part.Amount, of.BankReference),
            ExplanationKind.Advance => new AdvanceGiven(
                now, of.FileId, of.Entry, of.ValueDate, of.Account, facts.Advances[part.MessageId!].ToInstitution,
                part.Amount, part.MessageId!),
            ExplanationKind.AdvanceReturned => new AdvanceReturned(
                now, of.FileId, of.Entry, of.ValueDate, of.Account, facts.Advances[part.MessageId!].ToInstitution,
                part.Amount, part.MessageId),
            _ => null,
        };
}
