namespace PaymentHub.Domain.Reports;

/// <summary>How a group may appear on a list that the public reads.</summary>
public enum PostingRule
{
    /// <summary>Under the neutral name of its programme; what a group is that no row names.</summary>
    Neutral,

    /// <summary>Under its own name: the group says nothing about health.</summary>
    Name,

    /// <summary>Not at all (HIV: NĐ 20/2021 Điều 8 khoản 1 điểm b).</summary>
    Omit,
}

/// <summary>
/// What public lists may say of a group (nhóm đối tượng được niêm yết). Silence is the default: a group that no row
/// names is shown by its programme. A programme tells the names of its groups only where every group that it posts may
/// be told, because otherwise those without a name would be known by what is missing.
/// </summary>
public sealed class GroupDisclosure
{
    private readonly Dictionary<(string Programme, string Group), PostingRule> _rules;
    private readonly HashSet<string> _named;

    /// <param name="rules">The rows of the table.</param>
    /// <param name="groups">Every group of the catalogue.</param>
    public GroupDisclosure(
        IEnumerable<(string Programme, string Group, PostingRule Rule)> rules,
        IEnumerable<(string Programme, string Group)> groups)
    {
        _rules = rules.ToDictionary(r => (r.Programme, r.Group), r => r.Rule);
        _named = [.. groups.Concat(_rules.Keys).Distinct().Where(g => IsPosted(g.Programme, g.Group))
            .GroupBy(g => g.Programme).Where(p => p.All(g => RuleOf(g.Programme, g.Group) == PostingRule.Name))
            .Select(p => p.Key)];
    }

    /// <summary>False where a person of the group must not be on a public list.</summary>
    public bool IsPosted(string programme, string group) => RuleOf(programme, group) != PostingRule.Omit;

    /// <summary>Whether a public list may tell the group; otherwise it tells the programme.</summary>
    public bool MayName(string programme, string group) =>
        _named.Contains(programme) && RuleOf(programme, group) == PostingRule.Name;

    private PostingRule RuleOf(string programme, string group) => _rules.GetValueOrDefault((programme, group));
}
