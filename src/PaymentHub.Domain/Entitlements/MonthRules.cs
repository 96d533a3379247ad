using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// Says how each month of one decision stands by itself, before the decisions of a person are weighed against each
/// other: start and end, death, age, pension, suspension, shares and price.
/// </summary>
internal static class MonthRules
{
    public static void Classify(DueGrid grid, int row)
    {
        if (grid.Groups[row].IsOneOff)
        {
            OneOffRules.Classify(grid, row);
            return;
        }

        var (decision, rules) = (grid.Decisions[row], grid.Groups[row]);
        var from = DueGrid.Number(decision.Terms.From);
        var until = UntilOf(decision, rules);
        var born = BornOf(grid, row);
        for (var column = 0; column < grid.Width; column++)
        {
            var month = grid.NumberAt(column);
            ref var cell = ref grid[row, column];
            (cell.SuppressedBy, cell.Group, cell.Units) = (-1, rules, 1);
            if (decision.IsAnnulled) Refuse(ref cell, MonthState.Annulled, month);
            else if (month > grid.Death) cell.State = MonthState.AfterDeath;
            else if (month < from) Refuse(ref cell, MonthState.BeforeStart, month);
            else if (month >= until) Refuse(ref cell, MonthState.Stopped, month);
            else if (decision.Forfeitures.Count > 0 && IsForfeited(decision, month))
                Refuse(ref cell, MonthState.Forfeited, month);
            else Admit(grid, row, column, month, born);
        }

        if (grid.Person.Shared.Count > 0) ShareRules.Apply(grid, row);
    }

    /// <summary>
    /// A month outside the entitlement; one that was paid keeps its rate, which says whether its price is locked.
    /// </summary>
    public static void Refuse(ref DueCell cell, MonthState state, int month)
    {
        cell.State = state;
        if (cell.Committed <= 0) return;
        cell.Answer = cell.Group!.Series.At(month);
        cell.Price = cell.Committed;
    }

    public static void Price(ref DueCell cell, RateAnswer answer, bool resting, bool open)
    {
        cell.Answer = answer;
        if (answer is not RateQuote quote)
        {
            cell.State = !open ? MonthState.Closed
                : answer is InKindOnly ? MonthState.InKind
                : resting ? MonthState.Suspended : MonthState.Unpriced;
            cell.Price = answer is InKindOnly ? 0 : cell.Committed;
            return;
        }

        var locked = quote.IsLockedWhenPaid && cell.Committed > 0;
        cell.Price = locked ? cell.Committed : quote.Total.Dong * cell.Units;
        cell.State = !open ? MonthState.Closed
            : resting ? MonthState.Suspended
            : locked ? MonthState.Locked : MonthState.Payable;
    }

    private static void Admit(DueGrid grid, int row, int column, int month, int born)
    {
        var decision = grid.Decisions[row];
        ref var cell = ref grid[row, column];
        var rules = cell.Group!;
        if (!rules.IsPlain)
        {
            var age = born == GroupRules.UnknownAge ? born : month - born;
            if (rules.At(month, age, out var verdict) is not { } paidBy)
            {
                Refuse(ref cell, verdict == AgeVerdict.TooYoung ? MonthState.UnderAge : MonthState.OverAge, month);
                return;
            }

            cell.Group = rules = paidBy;
        }

        cell.Units = UnitsIn(decision, rules, month);
        if (cell.Units == 0)
        {
            Refuse(ref cell, MonthState.OverAge, month);
            return;
        }

        if (rules.IsYearly && !IsDueMonth(rules, DueGrid.Number(decision.Terms.From), month))
        {
            cell.State = MonthState.NotThisMonth;
            return;
        }

        var rest = RestIn(decision, month);
        Price(ref cell, rules.Series.At(month), rest is not null, grid.IsOpen(row, column));
        if (rest is not null) cell.Rule = rest.Reason;
        if (grid.Person.Pensions.Count > 0) TestPension(grid.Person, ref cell, month);
    }

    private static int UntilOf(DecisionFacts decision, GroupRules rules)
    {
        var until = decision.Terms.Until is { } end ? DueGrid.Number(end) : int.MaxValue;
        return rules.MaxMonths == 0
            ? until
            : Math.Min(until, DueGrid.Number(decision.Terms.From) + rules.MaxMonths);
    }

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
    /// </summary>
    private static bool IsDueMonth(GroupRules rules, int from, int month)
    {
        var due = month / 12 * 12 + rules.YearlyMonth - 1;
        return month == (from / 12 == month / 12 ? Math.Max(due, from) : due);
    }

    private static int UnitsIn(DecisionFacts decision, GroupRules rules, int month)
    {
        var facts = decision.Circumstances;
        if (rules.PerChildBelow == 0 || facts.Dependants is not { Count: > 0 } children) return facts.Units ?? 1;
        var count = 0;
        foreach (var child in children)
        {
            var from = Math.Max(DueGrid.Number(child.Born), child.From is { } first ? DueGrid.Number(first) : 0);
            var last = child.Until is { } until
                ? DueGrid.Number(until) - 1
                : DueGrid.Number(child.Born) + rules.PerChildBelow;
            if (month >= from && month <= last) count++;
        }

        return count;
    }

    private static void TestPension(PersonClaims person, ref DueCell cell, int month)
    {
        if (cell.Answer is not RateQuote quote) return;
        var pension = 0L;
        foreach (var fact in person.Pensions)
        {
            if (month < DueGrid.Number(fact.From)) continue;
            if (fact.Until is { } until && month >= DueGrid.Number(until)) continue;
            pension += fact.Monthly.Dong;
        }

        if (pension == 0 || cell.Group!.PensionTestIn(month, pension, quote.Amount.Dong) is not { } rule) return;
        (cell.State, cell.Rule, cell.LegalBasis) = (MonthState.Pensioned, $"{pension}", rule.LegalBasis);
    }

    private static bool IsForfeited(DecisionFacts decision, int month)
    {
        foreach (var taken in decision.Forfeitures)
            if (month >= DueGrid.Number(taken.From) && (taken.Until is not { } end || month < DueGrid.Number(end)))
                return true;
        return false;
    }

    private static Suspension? RestIn(DecisionFacts decision, int month)
    {
        if (decision.Suspensions.Count == 0) return null;
        foreach (var rest in decision.Suspensions)
            if (month >= DueGrid.Number(rest.From)
                && (rest.Until is not { } until || month < DueGrid.Number(until))) return rest;
        return null;
    }
}
