using NodaTime;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// What the register says of where a person lives and of the household in a month. <paramref name="Stated"/> are the
/// attributes that anybody states of any commune: where nobody does, nothing can be compared. <paramref
/// name="Households"/> are the classes of the person's households, null where no list speaks about any.
/// </summary>
public sealed record KnownConditions(
    IReadOnlySet<string> Areas, IReadOnlySet<string> Stated, IReadOnlySet<string>? Households);

/// <summary>
/// Compares what a group is for (rules REQUIRES: an extremely difficult commune, a poor household) with the register.
/// A signed decision is paid as long as it stands; where the register says otherwise the conditions are to be
/// determined again (TT 02/2021 Điều 2 khoản 3). Silence of the register is no contradiction.
/// </summary>
public static class ConditionRule
{
    public const string Area = "AREA";

    public const string HouseholdClass = "HOUSEHOLD";

    /// <summary>The rules that the register contradicts in a month; none while an earlier request is open.</summary>
    public static IEnumerable<RuleRow> Unmet(
        Entitlement state, YearMonth month, KnownConditions known, ProgrammeRules rules)
    {
        var terms = state.Terms;
        if (state.IsAnnulled || state.Asked is not null || terms.From > month || terms.Until <= month) return [];
        return rules.Of(RuleKind.Requires, terms.Programme, terms.Group)
            .Where(row => row.AppliesIn((month.Year * 12) + month.Month - 1) && IsContradicted(row, known))
            .OrderBy(row => row.Code, StringComparer.Ordinal);
    }

    private static bool IsContradicted(RuleRow row, KnownConditions known)
    {
        var allowed = row.Value.Split(',');
        return row.Code == Area
            ? allowed.Any(known.Stated.Contains) && !allowed.Any(known.Areas.Contains)
            : known.Households is { } classes && !allowed.Any(classes.Contains);
    }
}
