using System.Text.Json.Serialization;
using PaymentHub.Domain.Entitlements;

namespace PaymentHub.Domain.Runs;

/// <summary>
/// What one dossier has on the list of a month, in đồng, by what it is for. What a recovery decision takes off is below
/// zero.
/// </summary>
public readonly record struct ListedMoney(Money Regular, Money Arrears, Money OneOff, Money Recovered)
{
    /// <summary>What the list pays for the dossier.</summary>
    public Money Total => Regular + Arrears + OneOff + Recovered;
}

/// <summary>The part of a dossier's money that a change is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ListPart>))]
public enum ListPart
{
    /// <summary>The month's own amount.</summary>
    Regular,

    /// <summary>Earlier months underpaid (truy lĩnh), unpaid money carried over included.</summary>
    Arrears,

    /// <summary>Owed once (chi một lần).</summary>
    OneOff,

    /// <summary>Taken off by a recovery decision (trừ dần).</summary>
    Recovered,

    /// <summary>Where the money goes; no money effect.</summary>
    Account,
}

/// <summary>
/// One difference of a dossier between two months' lists. <paramref name="Reason"/> is a reason of the rules
/// (<see cref="DifferenceReason"/>) or one of <see cref="ListReasons"/>.
/// </summary>
public readonly record struct ListChange(ListPart Part, string Reason, Money Before, Money After, string? Cause)
{
    /// <summary>The money effect on the list.</summary>
    public Money Effect => After - Before;
}

/// <summary>
/// Compares the lists of two months dossier by dossier (danh sách tăng, giảm). Every đồng by which the lists differ
/// belongs to exactly one change.
/// </summary>
public static class ListDifference
{
    /// <summary>
    /// The changes of one dossier in one commune. <paramref name="rule"/> is how the amount due differs by the rules;
    /// where it does not explain the month's own amount, the lists were made on other knowledge and the reason says so,
    /// or <paramref name="notDue"/> says why nothing is due now.
    /// </summary>
    public static IEnumerable<ListChange> Of(
        ListedMoney before, ListedMoney after, MonthChange? rule, bool moved, bool accountChanged,
        (DifferenceReason Reason, string? Cause)? notDue = null)
    {
        if (before.Regular != after.Regular)
        {
            var effect = after.Regular - before.Regular;
            var explains = rule is not null && Math.Sign(rule.Effect.Dong) == Math.Sign(effect.Dong);
            var (reason, cause) = moved ? (ListReasons.Moved, null)
                : explains ? (rule!.Reason.ToString(), rule.Cause)
                : before.Regular.IsZero ? (ListReasons.Listed, null)
                : !after.Regular.IsZero ? (ListReasons.Backdated, null)
                : notDue is { } why ? (why.Reason.ToString(), why.Cause)
                : (ListReasons.NotListed, null);
            yield return new ListChange(ListPart.Regular, reason, before.Regular, after.Regular, cause);
        }

        foreach (var (part, was, now) in Others(before, after))
            if (was != now) yield return new ListChange(part, ReasonOf(part, now), was, now, null);
        if (accountChanged)
            yield return new ListChange(ListPart.Account, ListReasons.AccountChanged, after.Total, after.Total, null);
    }

    private static IEnumerable<(ListPart Part, Money Was, Money Now)> Others(ListedMoney before, ListedMoney after) =>
    [
        (ListPart.Arrears, before.Arrears, after.Arrears), (ListPart.OneOff, before.OneOff, after.OneOff),
        (ListPart.Recovered, before.Recovered, after.Recovered),
    ];

    private static string ReasonOf(ListPart part, Money now) => now.IsZero ? ListReasons.OnceOnly : part switch
    {
        ListPart.Arrears => ListReasons.Arrears,
        ListPart.OneOff => ListReasons.OneOff,
        _ => ListReasons.Recovery,
    };
}
