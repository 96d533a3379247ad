using System.Text.Json.Serialization;
using NodaTime;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>Why a decision's month is worth another amount than the month before.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DifferenceReason>))]
public enum DifferenceReason
{
    /// <summary>The first entitled month (tăng mới).</summary>
    New,

    /// <summary>Payment resumed after a suspension.</summary>
    Resumed,

    /// <summary>The decision ended; the cause says why.</summary>
    Ended,

    /// <summary>Payment rests; the cause says why.</summary>
    Suspended,

    /// <summary>The person died in the month before.</summary>
    Died,

    /// <summary>An age moved the person to another group, or in or out of the entitlement.</summary>
    Age,

    /// <summary>A signed decision changed the terms from the month on (điều chỉnh).</summary>
    Adjusted,

    /// <summary>The price of the group changed, by a decree or a provincial resolution.</summary>
    Rate,

    /// <summary>Another number of children, martyrs or shares.</summary>
    Units,

    /// <summary>A higher benefit takes the month, or no longer takes it.</summary>
    Displaced,

    /// <summary>A pension excludes the benefit, or no longer does.</summary>
    Pension,

    /// <summary>A yearly or one-off amount is due, or was due in the month before.</summary>
    NotMonthly,

    /// <summary>A limit of months is reached, or a decision took the month back.</summary>
    Limit,
}

/// <summary>
/// How one decision differs from the month before, in đồng. <paramref name="Cause"/> is the code or the words of a stop
/// or suspension.
/// </summary>
public sealed record MonthChange(
    Guid EntitlementId, string Dossier, string Programme, string Group, Money Before, Money After,
    DifferenceReason Reason, string? Cause)
{
    /// <summary>The money effect on the month.</summary>
    public Money Effect => After - Before;
}

/// <summary>
/// The difference between what is due for a month and for the month before, decision by decision with its reason
/// (chênh lệch so với tháng trước). Every đồng of the difference belongs to exactly one of the changes.
/// </summary>
public static class MonthDifference
{
    /// <summary>The changes of one person; none where nothing differs.</summary>
    public static IReadOnlyList<MonthChange> Of(PersonClaims person, RateView rates, YearMonth month)
    {
        var before = month.PlusMonths(-1);
        List<MonthChange>? changes = null;
        var months = AmountDue.Months(person, rates, month);
        foreach (var decision in person.Decisions)
        {
            // Of a decision whose terms changed, the part of the month tells about both months.
            if (!decision.SpeaksFor(month)) continue;
            MonthDue? was = null, now = null;
            foreach (var m in months)
            {
                if (m.EntitlementId != decision.Id) continue;
                if (m.Month == before) was = m;
                else if (m.Month == month) now = m;
            }

            if ((was?.Due ?? Money.Zero) == (now?.Due ?? Money.Zero)) continue;
            (changes ??= []).Add(ChangeOf(decision, was, now, month));
        }

        return changes ?? [];
    }

    /// <summary>
    /// Why nothing is due for a month under each decision that has nothing due, whatever the month before was: a list
    /// made before a death was known differs from the next one, though by the rules neither month is due.
    /// </summary>
    public static IEnumerable<(Guid EntitlementId, DifferenceReason Reason, string? Cause)> NotDue(
        PersonClaims person, RateView rates, YearMonth month)
    {
        var months = AmountDue.Months(person, rates, month);
        foreach (var decision in person.Decisions)
        {
            if (!decision.SpeaksFor(month)) continue;
            MonthDue? now = null;
            foreach (var m in months)
                if (m.EntitlementId == decision.Id && m.Month == month) now = m;
            if (now?.Due > Money.Zero) continue;
            var reason = Gone(now);
            yield return (decision.Id, reason, CauseOf(decision, reason, month));
        }
    }

    private static MonthChange ChangeOf(DecisionFacts decision, MonthDue? was, MonthDue? now, YearMonth month)
    {
        var (before, after) = (was?.Due ?? Money.Zero, now?.Due ?? Money.Zero);
        var reason = decision.SpeaksFrom == month ? DifferenceReason.Adjusted
            : after.IsZero ? Gone(now) : before.IsZero ? Came(was) : Changed(was!.Value, now!.Value);
        var shown = now ?? was!.Value;
        return new MonthChange(
            decision.Id, decision.Dossier, shown.Programme, shown.Group, before, after, reason,
            CauseOf(decision, reason, month));
    }

    private static string? CauseOf(DecisionFacts decision, DifferenceReason reason, YearMonth month) => reason switch
    {
        DifferenceReason.Ended => decision.EndCause,
        DifferenceReason.Suspended => decision.Suspensions.LastOrDefault(s => s.From <= month)?.Reason,
        _ => null,
    };

    private static DifferenceReason Gone(MonthDue? now) => now?.State switch
    {
        MonthState.Suspended => DifferenceReason.Suspended,
        MonthState.AfterDeath => DifferenceReason.Died,
        MonthState.OverAge or MonthState.UnderAge => DifferenceReason.Age,
        MonthState.Suppressed or MonthState.SharedElsewhere => DifferenceReason.Displaced,
        MonthState.Pensioned => DifferenceReason.Pension,
        MonthState.Exhausted or MonthState.Forfeited => DifferenceReason.Limit,
        MonthState.Stopped or MonthState.Annulled => DifferenceReason.Ended,
        null or MonthState.NotThisMonth => DifferenceReason.NotMonthly,
        _ => DifferenceReason.Rate,
    };

    private static DifferenceReason Came(MonthDue? was) => was?.State switch
    {
        MonthState.Suspended => DifferenceReason.Resumed,
        MonthState.UnderAge or MonthState.OverAge => DifferenceReason.Age,
        MonthState.Suppressed or MonthState.SharedElsewhere => DifferenceReason.Displaced,
        MonthState.Pensioned => DifferenceReason.Pension,
        MonthState.NotThisMonth => DifferenceReason.NotMonthly,
        MonthState.Unpriced => DifferenceReason.Rate,
        _ => DifferenceReason.New,
    };

    private static DifferenceReason Changed(MonthDue was, MonthDue now) =>
        (was.Programme, was.Group) != (now.Programme, now.Group) ? DifferenceReason.Age
        : was.Units != now.Units ? DifferenceReason.Units
        : was.State == MonthState.Suppressed || now.State == MonthState.Suppressed ? DifferenceReason.Displaced
        : DifferenceReason.Rate;
}
