using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>What a month's standing made of its price.</summary>
internal enum Asked : byte
{
    /// <summary>The price of the group in the month.</summary>
    Price,

    /// <summary>Nothing: the month has no price to speak of.</summary>
    Nothing,

    /// <summary>The register lacks the death on which the support rests, so there is no price.</summary>
    DeathNotRecorded,
}

/// <summary>
/// Consecutive months of one decision, up to but not including the column <paramref name="End"/>, that are paid by one
/// group; age and time may have moved it from the decision's own. <paramref name="Units"/> is the number of children,
/// martyrs or shares that the price counts.
/// </summary>
internal readonly record struct Piece(int End, GroupRules Group, int Units);

/// <summary>
/// One month of one decision while it is computed. Amounts are đồng. What neighbouring months have in common is in
/// their <see cref="Piece"/>, so that a month is a few numbers.
/// </summary>
internal struct DueCell
{
    public long Due;
    public long Committed;

    /// <summary>The full price of the month; what was paid, where the law locks it.</summary>
    public long Price;
    public MonthState State;

    /// <summary>What the catalogue was asked about the month.</summary>
    public Asked Asked;

    /// <summary>True where the law fixes the month's price when it is paid.</summary>
    public bool IsPriceLockable;
    public string? Rule;
    public string? LegalBasis;
    private int _takenBy;

    /// <summary>Row of the decision that takes this month, −1 where none does.</summary>
    public int SuppressedBy
    {
        readonly get => _takenBy - 1;
        set => _takenBy = value + 1;
    }

    public readonly long Difference => Due - Committed;

    public readonly bool IsEntitled => State is MonthState.Payable or MonthState.Locked or MonthState.Closed;

    /// <summary>
    /// Paid under a decision that no longer covers the month, at a price the law keeps: a change of category does not
    /// re-price it as long as the person is entitled under another decision.
    /// </summary>
    public readonly bool IsKeptAsPaid =>
        State is MonthState.Stopped or MonthState.BeforeStart or MonthState.OverAge or MonthState.UnderAge
        && Committed > 0 && IsPriceLockable;

    /// <summary>The due of a decision that nothing else of the person competes with.</summary>
    public void PayAlone() => Due = State switch
    {
        MonthState.Payable or MonthState.Locked => Price,
        MonthState.Suspended => Math.Clamp(Committed, 0, Math.Max(Price, 0)),
        MonthState.Unpriced => Committed,
        _ => 0,
    };

    /// <summary>The same outcome as another month of which everything that decides is equal.</summary>
    public void TakeShareOf(in DueCell other) =>
        (State, Due, SuppressedBy, Rule, LegalBasis) =
            (other.State, other.Due, other.SuppressedBy, other.Rule, other.LegalBasis);

    /// <summary>What the earlier system paid is unknown, so the month counts as settled at its price.</summary>
    public readonly long SettledTowards(long most) =>
        State == MonthState.Closed ? most : Math.Clamp(Committed, 0, most);
}
