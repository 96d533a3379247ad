namespace PaymentHub.Domain.Programmes;

/// <summary>
/// Programmes of which a person gets only the single highest benefit in a month (chỉ hưởng một mức cao nhất).
/// </summary>
public sealed record ExclusionSet(
    string Code, IReadOnlyList<string> Programmes, string ReasonVi, string ReasonEn, string LegalBasis);

/// <summary>
/// An exception to an exclusion set: the group is paid beside the highest of its companions. A companion is named by
/// group prefix, so K6 covers K6.A to K6.D.
/// </summary>
public sealed record StackingException(
    string Set, string Programme, string Group, IReadOnlyList<string> CompanionGroups, string LegalBasis)
{
    public bool IsStacked((string Programme, string Group) group) => group == (Programme, Group);

    public bool IsCompanion((string Programme, string Group) group)
    {
        if (group.Programme != Programme) return false;
        foreach (var prefix in CompanionGroups)
            if (group.Group.StartsWith(prefix, StringComparison.Ordinal)) return true;
        return false;
    }
}

/// <summary>A programme that takes the place of another whatever the amounts.</summary>
public sealed record Displacement(string Set, string Programme, string Displaced, string LegalBasis);

/// <summary>A partly subsidised group although its percent is 100, so that percent alone does not tell.</summary>
public sealed record PartlySubsidisedGroup(string Programme, string Group, string LegalBasis);

/// <summary>The exclusion and price-lock rules as tables, each with its legal basis.</summary>
public static class ExclusionRules
{
    public static readonly IReadOnlyList<ExclusionSet> Sets =
    [
        new(
            "SOCIAL",
            [ProgrammeCode.SocialAssistance, ProgrammeCode.SocialPension, ProgrammeCode.InstitutionCare],
            "chỉ hưởng một mức trợ cấp cao nhất",
            "only the highest allowance is paid",
            "NĐ 20/2021/NĐ-CP Điều 6 khoản 2; NĐ 176/2025/NĐ-CP"),
        new(
            "HEALTH",
            [ProgrammeCode.HealthInsurance],
            "thuộc nhiều nhóm thì hưởng mức hỗ trợ đóng cao nhất",
            "of several groups only the highest premium support counts",
            "NĐ 146/2018/NĐ-CP Điều 8; NĐ 188/2025/NĐ-CP"),
        new(
            "VOLUNTARY",
            [ProgrammeCode.VoluntaryInsurance],
            "chỉ hưởng mức hỗ trợ đóng cao nhất",
            "only the highest support tier is paid",
            "NĐ 159/2025/NĐ-CP Điều 5"),
    ];

    public static readonly IReadOnlyList<StackingException> Exceptions =
    [
        new("SOCIAL", ProgrammeCode.SocialAssistance, "K4", ["K5", "K6", "K8"], "NĐ 20/2021/NĐ-CP Điều 6 khoản 2"),
    ];

    public static readonly IReadOnlyList<Displacement> Displacements =
    [
        new(
            "SOCIAL", ProgrammeCode.InstitutionCare, ProgrammeCode.SocialAssistance,
            "NĐ 20/2021/NĐ-CP Điều 25"),
    ];

    /// <summary>Near-poor people of poor communes: 100 %, yet in the group the state only supports.</summary>
    public static readonly IReadOnlyList<PartlySubsidisedGroup> PartlySubsidised =
    [
        new(ProgrammeCode.HealthInsurance, "CN.XN", "NĐ 146/2018/NĐ-CP Điều 8 khoản 1a, Điều 10"),
    ];

    /// <summary>
    /// The set a programme belongs to, or null where several benefits may stand together (merit allowances).
    /// </summary>
    public static ExclusionSet? SetOf(string programme)
    {
        foreach (var set in Sets)
            foreach (var member in set.Programmes)
                if (member == programme) return set;
        return null;
    }

    /// <summary>True where an exception lets the two groups be paid side by side for one month.</summary>
    public static bool MayStack((string Programme, string Group) a, (string Programme, string Group) b)
    {
        foreach (var rule in Exceptions)
        {
            if (rule.IsStacked(a) && (rule.IsStacked(b) || rule.IsCompanion(b))) return true;
            if (rule.IsStacked(b) && rule.IsCompanion(a)) return true;
        }

        return false;
    }

    /// <summary>
    /// True where the law fixes the price of a month when it is paid: voluntary insurance always (NĐ 159/2025 Điều 5),
    /// health insurance for partly subsidised people (NĐ 146/2018 Điều 10).
    /// </summary>
    public static bool IsPriceLockedWhenPaid(RateRow rate) => rate.Programme switch
    {
        ProgrammeCode.VoluntaryInsurance => true,
        ProgrammeCode.HealthInsurance => rate.Value != Hundredths.OfWhole(100) || PartlySubsidised.Any(
            p => p.Programme == rate.Programme && p.Group == rate.Group),
        _ => false,
    };
}
