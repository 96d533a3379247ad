using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// How a month stands before its price and what was paid for it are looked at. Payable means admitted; <paramref
/// name="Rest"/> is the suspension in which it lies.
/// </summary>
internal readonly record struct MonthStanding(MonthState State, GroupRules Group, int Units, Suspension? Rest = null);

/// <summary>Consecutive months, counted from year 0, of which the first speaks for all.</summary>
internal struct Stretch(int month)
{
    /// <summary>The first month.</summary>
    public readonly int Month => month;

    /// <summary>The first month that may stand differently.</summary>
    public int End { get; private set; } = int.MaxValue;

    /// <summary>Something may be different from this month on.</summary>
    public void EndsBefore(int change)
    {
        if (change > month && change < End) End = change;
    }
}

/// <summary>The start, end, ages, rests and units of one decision as months counted from year 0.</summary>
internal readonly ref struct MonthTerms
{
    private readonly DecisionFacts _decision;
    private readonly GroupRules _rules;
    private readonly int _from;
    private readonly int _until;
    private readonly int _death;
    private readonly int _born;
    private readonly bool _rests;

    public MonthTerms(DueGrid grid, int row)
    {
        (_decision, _rules, _death) = (grid.Decisions[row], grid.Groups[row], grid.Death);
        _from = DueGrid.Number(_decision.Terms.From);
        _until = UntilOf(_decision, _rules);
        _born = BornOf(grid, row);
        _rests = _decision.Suspensions.Count > 0;
    }

    /// <summary>The standing of the first month of a stretch, and where the stretch ends.</summary>
    public MonthStanding StandingIn(ref Stretch stretch)
    {
        if (_decision.IsAnnulled)
            return new(IsForfeited(ref stretch) ? MonthState.Forfeited : MonthState.Annulled, _rules, 1);
        if (_death != int.MaxValue) stretch.EndsBefore(_death + 1);
        stretch.EndsBefore(_from);
        stretch.EndsBefore(_until);
        if (stretch.Month > _death) return new(MonthState.AfterDeath, _rules, 1);
        if (stretch.Month < _from) return new(MonthState.BeforeStart, _rules, 1);
        if (stretch.Month >= _until) return new(MonthState.Stopped, _rules, 1);
        return IsForfeited(ref stretch) ? new(MonthState.Forfeited, _rules, 1) : Admit(ref stretch);
    }

    private MonthStanding Admit(ref Stretch stretch)
    {
        var rules = _rules;
        if (!rules.IsPlain)
        {
            stretch.EndsBefore(rules.NextMove(stretch.Month, _born));
            if (PaidBy(ref stretch, out var verdict) is not { } paidBy)
                return new(verdict == AgeVerdict.TooYoung ? MonthState.UnderAge : MonthState.OverAge, _rules, 1);
            rules = paidBy;
        }

        var units = UnitsIn(rules, ref stretch);
        if (units == 0) return new(MonthState.OverAge, rules, 0);
        if (!rules.IsYearly) return new(MonthState.Payable, rules, units, RestIn(ref stretch));
        stretch.EndsBefore(stretch.Month + 1);
        return IsDueMonth(rules, stretch.Month)
            ? new(MonthState.Payable, rules, units, RestIn(ref stretch))
            : new(MonthState.NotThisMonth, rules, units);
    }

    private GroupRules? PaidBy(ref Stretch stretch, out AgeVerdict why)
    {
        if (_rules.DependantsNeeded > 0 && _decision.Circumstances.Dependants is { Count: > 0 } dependants)
            return ByDependants(dependants, ref stretch, out why);
        var age = _born == GroupRules.UnknownAge ? _born : stretch.Month - _born;
        return _rules.At(stretch.Month, age, out why);
    }

    /// <summary>
    /// The group for as many dependants as count in the month. An expected child (đang mang thai) is one from the month
    /// that its papers say; what a decision rests on without papers, such as a pregnancy nobody dated, counts beside a
    /// recorded child for as long as that child does.
    /// </summary>
    private GroupRules? ByDependants(Dependants dependants, ref Stretch stretch, out AgeVerdict why)
    {
        var count = 0;
        why = AgeVerdict.TooOld;
        foreach (var one in dependants)
        {
            var first = DueGrid.Number(one.From ?? new NodaTime.YearMonth(one.Born.Year, one.Born.Month));
            var end = one.Until is { } until
                ? DueGrid.Number(until)
                : DueGrid.Number(one.Born) + _rules.DependantUntil + 1;
            stretch.EndsBefore(first);
            stretch.EndsBefore(end);
            if (stretch.Month < first) why = AgeVerdict.TooYoung;
            else if (stretch.Month < end) count++;
        }

        if (count == 0) return null;
        why = AgeVerdict.Fits;
        return _rules.For(count + Math.Max(0, _rules.DependantsNeeded - dependants.Count), stretch.Month);
    }

    private static int UntilOf(DecisionFacts decision, GroupRules rules)
    {
        var until = decision.Terms.Until is { } end ? DueGrid.Number(end) : int.MaxValue;
        return rules.MaxMonths == 0
            ? until
            : Math.Min(until, DueGrid.Number(BeginningOf(decision)) + rules.MaxMonths);
    }

    private static NodaTime.YearMonth BeginningOf(DecisionFacts decision) =>
        decision.Held is { Count: > 0 } held ? held[0].From : decision.Terms.From;

    // Ages count from the month of birth of the person whom the rule means.
    private static int BornOf(DueGrid grid, int row)
    {
        var rules = grid.Groups[row];
        if (rules.IsPlain) return GroupRules.UnknownAge;
        if (!rules.OfSubject) return grid.Person.Born is { } own ? DueGrid.Number(own) : GroupRules.UnknownAge;
        var youngest = GroupRules.UnknownAge;
        foreach (var one in grid.Decisions[row].Circumstances.Dependants ?? Nobody)
            youngest = Math.Max(youngest, DueGrid.Number(one.Born));
        return youngest;
    }

    private static readonly Dependants Nobody = new([]);

    /// <summary>
    /// A yearly amount is due in the rule's month, in the first year in the month of the start where that comes later.
    /// A change of terms is no start: the year's amount belongs to the terms of its month.
    /// </summary>
    private bool IsDueMonth(GroupRules rules, int month)
    {
        var due = month / 12 * 12 + rules.YearlyMonth - 1;
        if (_decision.Held.Count == 0) return month == Math.Max(due, _from);
        foreach (var held in _decision.Held)
        {
            if (held.Until is { } until && DueGrid.Number(until) <= due) continue;
            return month == Math.Max(due, DueGrid.Number(held.From));
        }

        return false;
    }

    private int UnitsIn(GroupRules rules, ref Stretch stretch)
    {
        var facts = _decision.Circumstances;
        if (rules.PerChildBelow == 0 || facts.Dependants is not { Count: > 0 } children) return facts.Units ?? 1;
        var count = 0;
        foreach (var child in children)
        {
            var from = Math.Max(DueGrid.Number(child.Born), child.From is { } first ? DueGrid.Number(first) : 0);
            var end = child.Until is { } until
                ? DueGrid.Number(until)
                : DueGrid.Number(child.Born) + rules.PerChildBelow + 1;
            stretch.EndsBefore(from);
            stretch.EndsBefore(end);
            if (stretch.Month >= from && stretch.Month < end) count++;
        }

        return count;
    }

    private bool IsForfeited(ref Stretch stretch)
    {
        if (_decision.Forfeitures.Count == 0) return false;
        var isTaken = false;
        foreach (var taken in _decision.Forfeitures)
            isTaken |= Lies(ref stretch, taken.From, taken.Until);
        return isTaken;
    }

    private Suspension? RestIn(ref Stretch stretch)
    {
        if (!_rests) return null;
        Suspension? first = null;
        foreach (var rest in _decision.Suspensions)
            if (Lies(ref stretch, rest.From, rest.Until)) first ??= rest;
        return first;
    }

    private static bool Lies(ref Stretch stretch, NodaTime.YearMonth from, NodaTime.YearMonth? until)
    {
        var (first, end) = (DueGrid.Number(from), until is { } last ? DueGrid.Number(last) : int.MaxValue);
        stretch.EndsBefore(first);
        stretch.EndsBefore(end);
        return stretch.Month >= first && stretch.Month < end;
    }
}
