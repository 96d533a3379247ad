using NodaTime;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>One month of one decision while it is computed. Amounts are đồng.</summary>
internal struct DueCell
{
    public long Due;
    public long Committed;

    /// <summary>The full monthly price; what was paid, where the law locks it.</summary>
    public long Price;
    public MonthState State;
    public RateAnswer? Answer;

    /// <summary>Row of the decision that takes this month, −1 where none does.</summary>
    public int SuppressedBy;
    public string? Rule;
    public string? LegalBasis;

    public readonly long Difference => Due - Committed;

    /// <summary>True where the law fixes the month's price when it is paid.</summary>
    public readonly bool IsPriceLockable =>
        Answer is RateQuote quote && ExclusionRules.IsPriceLockedWhenPaid(quote.Rate);

    public readonly bool IsEntitled => State is MonthState.Payable or MonthState.Locked or MonthState.Closed;

    /// <summary>
    /// Paid under a decision that no longer covers the month, at a price the law keeps: a change of category does not
    /// re-price it as long as the person is entitled under another decision.
    /// </summary>
    public readonly bool IsKeptAsPaid =>
        State is MonthState.Stopped or MonthState.BeforeStart && Committed > 0 && IsPriceLockable;

    /// <summary>What the earlier system paid is unknown, so the month counts as settled at its price.</summary>
    public readonly long SettledTowards(long most) =>
        State == MonthState.Closed ? most : Math.Clamp(Committed, 0, most);
}

/// <summary>
/// The months of all decisions of one person side by side, from the first open month to the horizon. Months are counted
/// from year 0 (year × 12 + month − 1). Rows are in order of dossier number, so results do not depend on the order of
/// arrival.
/// </summary>
internal sealed class DueGrid
{
    private readonly DueCell[] _cells;
    private readonly int _first;
    private readonly int _death;

    private DueGrid(PersonClaims person, RateView rates, YearMonth horizon)
    {
        Decisions = InOrder(person.Decisions);
        Rates = rates;
        var last = Number(horizon);
        _death = person.MonthOfDeath is { } death ? Number(death) : int.MaxValue;
        _first = Math.Min(FirstMonth(person), last);
        Width = last - _first + 1;
        _cells = new DueCell[Decisions.Length * Width];
        for (var row = 0; row < Decisions.Length; row++) BringForward(row);
        foreach (var committed in person.Committed) Commit(committed);
        for (var row = 0; row < Decisions.Length; row++) Classify(row);
    }

    public DecisionFacts[] Decisions { get; }

    public RateView Rates { get; }

    /// <summary>Number of months; the last column is the horizon month.</summary>
    public int Width { get; }

    public bool DeathIsKnown => _death != int.MaxValue;

    /// <summary>The grid of one person with every rule applied.</summary>
    public static DueGrid Of(PersonClaims person, RateView rates, YearMonth horizon)
    {
        var grid = new DueGrid(person, rates, horizon);
        DueAllocation.Apply(grid);
        return grid;
    }

    public ref DueCell this[int row, int column] => ref _cells[row * Width + column];

    public YearMonth MonthAt(int column) => Month(_first + column);

    /// <summary>False for months settled by the earlier system, which have neither due nor lines.</summary>
    public bool IsOpen(int row, int column) =>
        _first + column >= FirstOpen(Decisions[row]) || this[row, column].Committed != 0;

    private static int Number(YearMonth month) => month.Year * 12 + month.Month - 1;

    private static YearMonth Month(int number) => new(number / 12, number % 12 + 1);

    private static DecisionFacts[] InOrder(IReadOnlyList<DecisionFacts> decisions)
    {
        if (decisions.Count == 1) return [decisions[0]];
        var sorted = decisions.ToArray();
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Dossier, b.Dossier));
        return sorted;
    }

    private static int FirstOpen(DecisionFacts decision) => Number(decision.PaidBefore?.First ?? decision.Terms.From);

    private static int FirstMonth(PersonClaims person)
    {
        var first = int.MaxValue;
        foreach (var decision in person.Decisions) first = Math.Min(first, FirstOpen(decision));
        foreach (var committed in person.Committed) first = Math.Min(first, Number(committed.Month));
        return first;
    }

    private void BringForward(int row)
    {
        if (Decisions[row].PaidBefore is not { } paid) return;
        var last = Math.Min(Number(paid.Last) - _first, Width - 1);
        for (var column = Number(paid.First) - _first; column <= last; column++)
            this[row, column].Committed += paid.Monthly.Dong;
    }

    /// <summary>Money committed beyond the horizon is not yet due and therefore not compared.</summary>
    private void Commit(CommittedMonth committed)
    {
        var column = Number(committed.Month) - _first;
        if (column >= Width) return;
        for (var row = 0; row < Decisions.Length; row++)
            if (Decisions[row].Id == committed.EntitlementId) this[row, column].Committed += committed.Amount.Dong;
    }

    private void Classify(int row)
    {
        var terms = Decisions[row].Terms;
        var series = Rates.For(terms.Programme, terms.Group, terms.InjuryPercent);
        var from = Number(terms.From);
        var until = terms.Until is { } end ? Number(end) : int.MaxValue;
        for (var column = 0; column < Width; column++)
        {
            var month = _first + column;
            ref var cell = ref this[row, column];
            cell.SuppressedBy = -1;
            if (month > _death) cell.State = MonthState.AfterDeath;
            else if (month < from) Refuse(ref cell, MonthState.BeforeStart, series, month);
            else if (month >= until) Refuse(ref cell, MonthState.Stopped, series, month);
            else Price(ref cell, series.At(month), IsRestingIn(Decisions[row], month), IsOpen(row, column));
        }
    }

    /// <summary>
    /// A month outside the entitlement; one that was paid keeps its rate, which says whether its price is locked.
    /// </summary>
    private static void Refuse(ref DueCell cell, MonthState state, RateSeries series, int month)
    {
        cell.State = state;
        if (cell.Committed <= 0) return;
        cell.Answer = series.At(month);
        cell.Price = cell.Committed;
    }

    private static void Price(ref DueCell cell, RateAnswer answer, bool resting, bool open)
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

        var locked = cell.Committed > 0 && cell.IsPriceLockable;
        cell.Price = locked ? cell.Committed : quote.Amount.Dong;
        cell.State = !open ? MonthState.Closed
            : resting ? MonthState.Suspended
            : locked ? MonthState.Locked : MonthState.Payable;
    }

    private static bool IsRestingIn(DecisionFacts decision, int month)
    {
        foreach (var rest in decision.Suspensions)
            if (month >= Number(rest.From) && (rest.Until is not { } until || month < Number(until))) return true;
        return false;
    }
}
