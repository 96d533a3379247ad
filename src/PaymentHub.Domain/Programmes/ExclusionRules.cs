namespace PaymentHub.Domain.Programmes;

/// <summary>
/// Groups of which a person gets only the single highest benefit in a month (chỉ hưởng một mức cao nhất).
/// </summary>
public sealed record ExclusionSet(
    string Code, IReadOnlyList<RuleRow> Members, string ReasonVi, string ReasonEn, string LegalBasis)
{
    // Supplements are named after the allowance that they go with, but stand beside it.
    private const string Exact = "EXACT";

    /// <summary>True where the set speaks about this group.</summary>
    public bool Covers(string programme, string group)
    {
        foreach (var member in Members)
            if (member.Covers(programme, group) && (member.Value != Exact || member.Group == group)) return true;
        return false;
    }

    private readonly (int First, int Last)[] _months = [.. Members.Select(m => (m.FirstMonth, m.LastMonth))];

    internal bool AppliesIn(int month)
    {
        foreach (var (first, last) in _months)
            if (first <= month && month <= last) return true;
        return false;
    }
}

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

/// <summary>The exclusion rules of a catalogue, each with its legal basis.</summary>
public sealed class ExclusionRules
{
    internal ExclusionRules(IReadOnlyList<RuleRow> rows)
    {
        SetList = [.. rows.Where(r => r.Kind == RuleKind.Exclusive).GroupBy(r => r.Code, StringComparer.Ordinal)
            .Select(g => new ExclusionSet(
                g.Key, [.. g], g.First().TextVi, g.First().TextEn, g.First().LegalBasis))];
        ExceptionList = [.. rows.Where(r => r.Kind == RuleKind.Stacks).Select(r => new StackingException(
            r.Code, r.Programme, r.Group, r.Value.Split(','), r.LegalBasis))];
        DisplacementList = [.. rows.Where(r => r.Kind == RuleKind.Displaces).Select(r => new Displacement(
            r.Code, r.Programme, r.Value, r.LegalBasis))];
    }

    public IReadOnlyList<ExclusionSet> Sets => SetList;

    internal ExclusionSet[] SetList { get; }

    internal StackingException[] ExceptionList { get; }

    public IReadOnlyList<StackingException> Exceptions => ExceptionList;

    internal Displacement[] DisplacementList { get; }

    public IReadOnlyList<Displacement> Displacements => DisplacementList;

    /// <summary>
    /// The set a group belongs to, or null where several benefits may stand together (most merit allowances).
    /// </summary>
    public ExclusionSet? SetOf(string programme, string group)
    {
        foreach (var set in SetList)
            if (set.Covers(programme, group)) return set;
        return null;
    }

    /// <summary>True where an exception lets the two groups be paid side by side for one month.</summary>
    public bool MayStack((string Programme, string Group) a, (string Programme, string Group) b)
    {
        foreach (var rule in ExceptionList)
        {
            if (rule.IsStacked(a) && (rule.IsStacked(b) || rule.IsCompanion(b))) return true;
            if (rule.IsStacked(b) && rule.IsCompanion(a)) return true;
        }

        return false;
    }
}
