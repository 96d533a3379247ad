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

        var terms = new MonthTerms(grid, row);
        var cells = grid.Row(row);
        for (var column = 0; column < cells.Length;)
        {
            // What a decision is worth by itself changes a few times in its life, so it is read once for a stretch.
            var stretch = new Stretch(grid.NumberAt(column));
            var standing = terms.StandingIn(ref stretch);
            var end = (int)Math.Min((long)stretch.End - grid.NumberAt(0), cells.Length);
            var part = cells[column..end];
            grid.AddPiece(row, new Piece(end, standing.Group, standing.Units));
            if (standing is { State: MonthState.Payable, Rest: null } && !grid.HasPensions)
            {
                PayStretch(part, standing, grid.NumberAt(column), grid.FirstOpen(row));
            }
            else
            {
                for (var i = 0; i < part.Length; i++)
                    Settle(grid, row, ref part[i], grid.NumberAt(column + i), standing);
            }

            column = end;
        }

        if (grid.Person.Shared.Count > 0) ShareRules.Apply(grid, row);
    }

    // The price of neighbouring months is mostly the same object, so it is looked into once.
    private static void PayStretch(Span<DueCell> cells, in MonthStanding standing, int month, int firstOpen)
    {
        var (series, units) = (standing.Group.Series, standing.Units);
        RateAnswer? last = null;
        var (total, isLockable, isQuoted) = (0L, false, false);
        for (var i = 0; i < cells.Length; i++, month++)
        {
            ref var cell = ref cells[i];
            var answer = series.At(month);
            if (!ReferenceEquals(answer, last))
            {
                last = answer;
                isQuoted = answer is RateQuote;
                if (answer is RateQuote quote) (total, isLockable) = (quote.Total.Dong * units, quote.IsLockedWhenPaid);
            }

            var isOpen = month >= firstOpen || cell.Committed != 0;
            if (!isQuoted || !isOpen)
            {
                Price(ref cell, answer, units, resting: false, isOpen);
                cell.PayAlone();
                continue;
            }

            cell.Price = cell.Due = total;
            if (!isLockable) continue;
            cell.IsPriceLockable = true;
            if (cell.Committed <= 0) continue;
            cell.Price = cell.Due = cell.Committed;
            cell.State = MonthState.Locked;
        }
    }

    private static void Settle(DueGrid grid, int row, ref DueCell cell, int month, in MonthStanding standing)
    {
        var (group, units) = (standing.Group, standing.Units);
        if (standing.State is MonthState.AfterDeath or MonthState.NotThisMonth)
            (cell.State, cell.Asked) = (standing.State, Asked.Nothing);
        else if (standing.State != MonthState.Payable) Refuse(ref cell, standing.State, group, month);
        else
        {
            var isOpen = grid.IsOpen(row, month, cell.Committed);
            Price(ref cell, group.Series.At(month), units, standing.Rest is not null, isOpen);
            if (standing.Rest is { } rest) cell.Rule = rest.Reason;
            if (grid.HasPensions) TestPension(grid.Person, ref cell, group, month);
        }

        cell.PayAlone();
    }

    /// <summary>
    /// A month outside the entitlement; one that was paid keeps its rate, which says whether its price is locked.
    /// </summary>
    public static void Refuse(ref DueCell cell, MonthState state, GroupRules group, int month)
    {
        (cell.State, cell.Asked) = (state, Asked.Nothing);
        if (cell.Committed <= 0) return;
        (cell.Price, cell.Asked) = (cell.Committed, Asked.Price);
        cell.IsPriceLockable = group.Series.At(month) is RateQuote { IsLockedWhenPaid: true };
    }

    public static void Price(ref DueCell cell, RateAnswer answer, int units, bool resting, bool open)
    {
        if (answer is not RateQuote quote)
        {
            cell.State = !open ? MonthState.Closed
                : answer is InKindOnly ? MonthState.InKind
                : resting ? MonthState.Suspended : MonthState.Unpriced;
            cell.Price = answer is InKindOnly ? 0 : cell.Committed;
            return;
        }

        cell.IsPriceLockable = quote.IsLockedWhenPaid;
        var locked = quote.IsLockedWhenPaid && cell.Committed > 0;
        cell.Price = locked ? cell.Committed : quote.Total.Dong * units;
        cell.State = !open ? MonthState.Closed
            : resting ? MonthState.Suspended
            : locked ? MonthState.Locked : MonthState.Payable;
    }

    private static void TestPension(PersonClaims person, ref DueCell cell, GroupRules group, int month)
    {
        if (group.Series.At(month) is not RateQuote quote) return;
        var pension = 0L;
        foreach (var fact in person.Pensions)
        {
            if (month < DueGrid.Number(fact.From)) continue;
            if (fact.Until is { } until && month >= DueGrid.Number(until)) continue;
            pension += fact.Monthly.Dong;
        }

        if (pension == 0 || group.PensionTestIn(month, pension, quote.Amount.Dong) is not { } rule) return;
        (cell.State, cell.Rule, cell.LegalBasis) = (MonthState.Pensioned, $"{pension}", rule.LegalBasis);
    }
}
