using NodaTime;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Ledger;

/// <summary>One point of the closing checklist; the texts say what it looks at.</summary>
public sealed record ClosingPoint(string Code, bool Holds, string Vietnamese, string English);

/// <summary>Undecided exceptions of one kind.</summary>
public sealed record OpenExceptions(string Kind, int Count, Money Amount);

/// <summary>What closing a month looks at.</summary>
public sealed record ClosingFacts(
    IReadOnlyList<ClosingPoint> Points, IReadOnlyList<OpenExceptions> Exceptions, PeriodSeal Seal);

/// <summary>Shutting, signing and opening the books of a month.</summary>
public static class AccountingPeriodDecisions
{
    private const int ShortestReason = 5;

    /// <summary>Stops postings into the month, after its last day and in the order of the months.</summary>
    public static Decision SoftClose(
        AccountingPeriod? period, YearMonth month, YearMonth? openBefore, string user, Instant now)
    {
        if (period is { Status: PeriodStatus.SoftClosed }) return Decision.AlreadyDone;
        if (period is { IsShut: true }) return Otherwise(period);
        if (EntryDates.DayOf(now).ToYearMonth() <= month) return new PeriodNotOver(PeriodIso.Format(month));
        if (openBefore is { } earlier) return new PeriodOutOfOrder(PeriodIso.Format(earlier));
        return Decision.Accept(new PeriodSoftClosed(now, user, month));
    }

    /// <summary>Takes a soft close back; what was signed falls.</summary>
    public static Decision Open(AccountingPeriod? period, string reason, string user, Instant now)
    {
        if (period is null or { Status: PeriodStatus.Open }) return Decision.AlreadyDone;
        if (period.Status is not (PeriodStatus.SoftClosed or PeriodStatus.Signed)) return Otherwise(period);
        return ReasonIsMissing(reason)
            ? new ReasonMissing()
            : Decision.Accept(new PeriodOpened(now, user, period.Period, reason.Trim()));
    }

    /// <summary>
    /// Signs the month: the first signature fixes the seal, the second by another person closes under the same seal.
    /// </summary>
    public static Decision Sign(
        AccountingPeriod? period, YearMonth month, ClosingFacts facts,
        IReadOnlyDictionary<string, string> reasons, string user, Instant now)
    {
        if (period is not { Status: PeriodStatus.SoftClosed or PeriodStatus.Signed })
        {
            return new PeriodStandsOtherwise(PeriodIso.Format(month), period?.Status ?? PeriodStatus.Open);
        }

        if (OpenPoints(facts) is { } open) return open;
        if (period.Status == PeriodStatus.SoftClosed)
        {
            return Carried(facts, reasons, out var carried) is { } missing
                ? missing
                : Decision.Accept(new PeriodSigned(now, user, month, facts.Seal, carried));
        }

        if (period.FirstBy == user) return new SecondPersonNeeded(user);
        var isSame = period.Seal!.IsSame(facts.Seal)
            && facts.Exceptions.All(e => period.Carried.Any(c => c.Kind == e.Kind && c.Amount == e.Amount));
        return isSame
            ? Decision.Accept(new PeriodClosed(now, user, month, period.FirstBy!, period.Seal, period.Carried))
            : new SealDiffers(PeriodIso.Format(month));
    }

    /// <summary>Proposes to open a closed month, or agrees to another person's proposal.</summary>
    public static Decision Reopen(AccountingPeriod? period, YearMonth month, string reason, string user, Instant now)
    {
        if (ReasonIsMissing(reason)) return new ReasonMissing();
        return period switch
        {
            { Status: PeriodStatus.Closed } => Decision.Accept(
                new PeriodReopenProposed(now, user, month, reason.Trim())),
            { Status: PeriodStatus.ReopenProposed } when period.FirstBy == user => new SecondPersonNeeded(user),
            { Status: PeriodStatus.ReopenProposed } => Decision.Accept(
                new PeriodReopened(now, user, month, period.FirstBy!, reason.Trim())),
            _ => new PeriodStandsOtherwise(PeriodIso.Format(month), period?.Status ?? PeriodStatus.Open),
        };
    }

    private static bool ReasonIsMissing(string reason) => reason.Trim().Length < ShortestReason;

    private static PeriodStandsOtherwise Otherwise(AccountingPeriod period) =>
        new(PeriodIso.Format(period.Period), period.Status);

    private static ChecklistOpen? OpenPoints(ClosingFacts facts)
    {
        ClosingPoint[] open = [.. facts.Points.Where(p => !p.Holds)];
        return open.Length == 0 ? null : new ChecklistOpen(
            string.Join(", ", open.Select(p => p.Code)),
            "Chưa đủ điều kiện khóa sổ: " + string.Join("; ", open.Select(p => p.Vietnamese)) + ".",
            "The month cannot be closed yet: " + string.Join("; ", open.Select(p => p.English)) + ".");
    }

    private static CarryingNeedsReason? Carried(
        ClosingFacts facts, IReadOnlyDictionary<string, string> reasons, out CarriedExceptions[] carried)
    {
        carried = [.. facts.Exceptions.Select(e => new CarriedExceptions(
            e.Kind, e.Count, e.Amount, (reasons.GetValueOrDefault(e.Kind) ?? "").Trim()))];
        string[] without = [.. carried.Where(c => ReasonIsMissing(c.Reason)).Select(c => c.Kind)];
        return without.Length == 0 ? null : new CarryingNeedsReason(string.Join(", ", without));
    }
}
