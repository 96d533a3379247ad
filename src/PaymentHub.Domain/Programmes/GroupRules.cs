using System.Collections.Concurrent;

namespace PaymentHub.Domain.Programmes;

/// <summary>What an age says about a group in a month.</summary>
internal enum AgeVerdict
{
    /// <summary>The age admits the group, or another one of its family.</summary>
    Fits,

    /// <summary>The person has not reached the age yet.</summary>
    TooYoung,

    /// <summary>The person has passed the age.</summary>
    TooOld,
}

/// <summary>
/// The rules of one group compiled for one view of the catalogue, so that a month of a person costs a few comparisons.
/// Months are counted from year 0, ages in months.
/// </summary>
internal sealed class GroupRules
{
    /// <summary>An age that nobody has: the birth date is unknown, so no age rule can speak.</summary>
    public const int UnknownAge = int.MinValue;

    private readonly RateView _view;
    private readonly int? _percent;
    private readonly Band[] _bands;
    private readonly RuleRow[] _absorptions;
    private readonly RuleRow[] _pensionTests;
    private readonly int _ownFrom;
    private readonly bool _forward;
    private readonly int _endsAt;
    private readonly int[] _ends;
    private readonly ExclusionSet[] _sets;
    private readonly RuleRow[] _byDependants;
    private readonly int[] _ageEdges;
    private readonly int[] _monthEdges;

    public GroupRules(RateView view, string programme, string group, int? percent, RateUnit unit)
    {
        (_view, Programme, Group, _percent) = (view, programme, group, percent);
        var rules = view.Rules;
        Series = view.For(programme, group, percent);
        Set = rules.Exclusions.SetOf(programme, group);
        _sets = [.. rules.Exclusions.SetList.Where(set => set.Covers(programme, group))];
        IsYearly = unit == RateUnit.Year;
        IsOneOff = unit is RateUnit.Case or RateUnit.Person or RateUnit.Household;
        YearlyMonth = NumberOf(RuleKind.YearlyIn) is > 0 and var month ? month : 12;
        AtDeath = rules.Latest(RuleKind.AtDeath, programme, group) is not null;
        NeedsDeathRecord = rules.Latest(RuleKind.AtDeath, programme, group)?.Value == "RECORD";
        PerChildBelow = NumberOf(RuleKind.PerChild);
        DependantsNeeded = NumberOf(RuleKind.ByDependants);
        _byDependants = FamilyByDependants(rules);
        MaxMonths = NumberOf(RuleKind.MaxMonths);
        LifetimeMonths = NumberOf(RuleKind.LifetimeMonths);
        var sources = rules.Rows.Where(r => r.Kind == RuleKind.Source && r.Programme == programme).ToList();
        OnlySource = sources is [{ Ends: null, Value: "100" } only] ? only.Code : null;
        IsPaidToFund = ProgrammeCode.IsPaidToFund(programme);
        _absorptions = [.. rules.Of(RuleKind.Absorbed, programme, group)];
        _pensionTests = [.. rules.Of(RuleKind.PensionTest, programme, group)];
        (_bands, _ownFrom, _forward, OfSubject, _endsAt) = BandsOf(rules);
        _ends = [.. _bands.Select(b => b.Below).Where(age => !_bands.Any(b => b.From <= age && age < b.Below))];
        _ageEdges = [.. _bands.SelectMany(b => new[] { b.From, b.Below, b.Below + 1L }).Append(_ownFrom)
            .Where(e => e < int.MaxValue).Select(e => (int)e).Distinct().Order()];
        _monthEdges = MonthEdgesOf(rules);
        IsPlain = _bands.Length == 0 && _absorptions.Length == 0 && _byDependants.Length == 0;
    }

    public string Programme { get; }

    public string Group { get; }

    public RateSeries Series { get; }

    public ExclusionSet? Set { get; }

    /// <summary>True where the set speaks about the group.</summary>
    public bool IsIn(ExclusionSet set)
    {
        foreach (var own in _sets)
            if (ReferenceEquals(own, set)) return true;
        return false;
    }

    public bool IsOneOff { get; }

    public bool IsYearly { get; }

    /// <summary>The month of the year (1..12) in which a yearly amount is due.</summary>
    public int YearlyMonth { get; }

    public bool AtDeath { get; }

    public bool NeedsDeathRecord { get; }

    /// <summary>Age in months from which a child no longer counts; 0 where the amount is not per child.</summary>
    public int PerChildBelow { get; }

    /// <summary>How many dependants the group is for; 0 where their number says nothing.</summary>
    public int DependantsNeeded { get; }

    /// <summary>Age in months up to whose end a dependant counts.</summary>
    public int DependantUntil => _endsAt;

    /// <summary>0 where there is no limit.</summary>
    public int MaxMonths { get; }

    /// <summary>0 where there is no limit.</summary>
    public int LifetimeMonths { get; }

    public bool IsPaidToFund { get; }

    /// <summary>True where the ages are those of the person cared for.</summary>
    public bool OfSubject { get; }

    /// <summary>True where neither age nor time moves a person to another group.</summary>
    public bool IsPlain { get; }

    /// <summary>
    /// The group that a decision of this group is paid by in a month, or null where the age admits none; then
    /// <paramref name="why"/> says whether the person is too young or too old.
    /// </summary>
    public GroupRules? At(int month, int age, out AgeVerdict why)
    {
        why = AgeVerdict.Fits;
        var group = this;
        if (_bands.Length > 0 && age != UnknownAge)
        {
            group = ByAge(month, age, out why);
            if (group is null) return null;
        }

        return group._absorptions.Length == 0 ? group : group.AbsorbedIn(month);
    }

    /// <summary>The group of the family for a number of dependants, or null where it has none for so few.</summary>
    public GroupRules? For(int dependants, int month)
    {
        RuleRow? found = null;
        foreach (var row in _byDependants)
            if (row.AppliesIn(month) && RuleValues.NumberOf(row.Value) <= dependants) found = row;
        if (found is null) return null;
        return found.Group == Group ? this : _view.RulesOf(found.Programme, found.Group, _percent);
    }

    /// <summary>The first month after this one in which age or time may move the person to another group.</summary>
    /// <param name="born">The month of birth counted from year 0, or <see cref="UnknownAge"/>.</param>
    public int NextMove(int month, int born)
    {
        var next = int.MaxValue;
        foreach (var edge in _monthEdges)
            if (edge > month) next = Math.Min(next, edge);
        if (born == UnknownAge) return next;
        foreach (var edge in _ageEdges)
            if (born + edge > month) next = Math.Min(next, born + edge);
        return next;
    }

    /// <summary>The one budget that bears the money whatever the month; null where shares differ.</summary>
    public string? OnlySource { get; }

    /// <summary>The budgets that bear the group's money in a month; one share where nothing is divided.</summary>
    public IReadOnlyList<FundingShare> SharesIn(NodaTime.YearMonth month) =>
        _shares.GetOrAdd(month, static (m, self) => self._view.Rules.SharesOf(self.Programme, m), this);

    private readonly ConcurrentDictionary<NodaTime.YearMonth, IReadOnlyList<FundingShare>> _shares = new();

    /// <summary>The rule that keeps a pension of this amount from standing beside the month's, or null.</summary>
    public RuleRow? PensionTestIn(int month, long pension, long amount)
    {
        foreach (var rule in _pensionTests)
            if (rule.AppliesIn(month) && (rule.Value == "NONE" || pension >= amount)) return rule;
        return null;
    }

    // A change of group counts from the month of the birthday; a right that ends, because no group of the family goes
    // on at that age, is paid for that month still (NĐ 20/2021/NĐ-CP Điều 8 khoản 1 và 2).
    private GroupRules? ByAge(int month, int age, out AgeVerdict why)
    {
        why = AgeVerdict.TooYoung;
        foreach (var band in _bands)
        {
            if (age < band.From || month < band.First || month > band.Last) continue;
            if (_forward && band.From < _ownFrom && age < _ownFrom) continue;
            if (age < band.Below || (age == band.Below && _ends.Contains(age))) return band.Rules(this);
            why = AgeVerdict.TooOld;
        }

        return null;
    }

    private GroupRules AbsorbedIn(int month)
    {
        var group = this;
        foreach (var row in _absorptions)
        {
            if (!row.AppliesIn(month) || RuleValues.GroupOf(row.Value) is not { } into) continue;
            group = _view.RulesOf(into.Programme, into.Group, _percent);
        }

        return group;
    }

    // The bands and absorptions of every group of the family begin and end here.
    private int[] MonthEdgesOf(ProgrammeRules rules) =>
        [.. _bands.Select(b => b.Row).Concat(_absorptions)
            .Concat(_bands.SelectMany(b => rules.Of(RuleKind.Absorbed, b.Row.Programme, b.Row.Group)))
            .SelectMany(MonthEdgesOf).Distinct().Order()];

    private static IEnumerable<int> MonthEdgesOf(RuleRow row)
    {
        yield return (row.AppliesFrom.Year * 12) + row.AppliesFrom.Month - 1;
        if (row.Ends is { } ends) yield return (ends.Year * 12) + ends.Month;
    }

    // The fewest first.
    private RuleRow[] FamilyByDependants(ProgrammeRules rules)
    {
        if (rules.Latest(RuleKind.ByDependants, Programme, Group) is not { } own) return [];
        return [.. rules.Rows.Where(r => r.Kind == RuleKind.ByDependants && r.Programme == Programme
            && r.Code == own.Code).OrderBy(r => RuleValues.NumberOf(r.Value))];
    }

    private int NumberOf(RuleKind kind) =>
        _view.Rules.Latest(kind, Programme, Group) is { } row ? RuleValues.NumberOf(row.Value) ?? 0 : 0;

    private (Band[] Bands, int OwnFrom, bool Forward, bool OfSubject, int EndsAt) BandsOf(ProgrammeRules rules)
    {
        var own = rules.Rows.Where(r => r.Kind == RuleKind.AgeBand && r.Programme == Programme && r.Group == Group)
            .ToList();
        if (own.Count == 0) return ([], 0, false, false, int.MaxValue);
        var family = rules.Rows.Where(r => r.Kind == RuleKind.AgeBand && r.Programme == Programme
            && own.Exists(o => o.Code == r.Code)).SelectMany(r => RuleValues.AgesOf(r.Value)!, (r, a) => new Band(r, a))
            .OrderBy(b => b.From).ToArray();
        var ages = own.SelectMany(r => RuleValues.AgesOf(r.Value)!).ToList();
        return (
            family, ages.Min(a => a.From), ages[0].Forward, ages[0].OfSubject, family.Max(b => b.Below));
    }

    private sealed class Band(RuleRow row, RuleValues.Ages ages)
    {
        private GroupRules? _rules;

        public RuleRow Row => row;

        public int From { get; } = ages.From;

        public int Below { get; } = ages.Below;

        /// <summary>The months in which the row applies, counted from year 0.</summary>
        public int First { get; } = (row.AppliesFrom.Year * 12) + row.AppliesFrom.Month - 1;

        public int Last { get; } = row.Ends is { } ends ? (ends.Year * 12) + ends.Month - 1 : int.MaxValue;

        public GroupRules Rules(GroupRules of) => row.Group == of.Group
            ? of
            : _rules ??= of._view.RulesOf(row.Programme, row.Group, of._percent);
    }
}
