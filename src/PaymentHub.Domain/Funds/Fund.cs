using System.Globalization;
using NodaTime;

namespace PaymentHub.Domain.Funds;

/// <summary>Money was allotted to the fund by a budget decision (giao dự toán).</summary>
public sealed record FundAllotted(Instant At, string ByUser, FundKey Fund, Money Amount, string DecisionNumber);

/// <summary>An approved batch claims its amount; it can no longer be promised twice.</summary>
public sealed record FundsReserved(Instant At, string ByUser, FundKey Fund, Guid Batch, Money Amount);

/// <summary>A claim, or the rest of one, is given back.</summary>
public sealed record ReservationReleased(
    Instant At, string ByUser, FundKey Fund, Guid Batch, Money Amount, string Reason);

/// <summary>
/// Unpromised money of a year that is over goes on into the next year's fund by a signed decision (chuyển nguồn).
/// </summary>
public sealed record FundCarriedOver(
    Instant At, string ByUser, FundKey Fund, FundKey Into, Money Amount, string DecisionNumber);

/// <summary>The other side of <see cref="FundCarriedOver"/>, in the stream of the next year's fund.</summary>
public sealed record FundCarriedIn(
    Instant At, string ByUser, FundKey Fund, FundKey From, Money Amount, string DecisionNumber);

/// <summary>Unpromised money of a year that is over is cancelled (hủy dự toán).</summary>
public sealed record FundCancelled(Instant At, string ByUser, FundKey Fund, Money Amount, string DecisionNumber);

/// <summary>
/// A fund (nguồn kinh phí): one commune's money for one programme from one source in one budget year (TW central, TINH
/// provincial; Luật NSNN). Spending and restoring follow from the batches' own outcomes in the ledger, so the fund's
/// stream holds only what approval must decide consistently: what may still be promised.
/// </summary>
public readonly record struct FundKey(string Commune, string Programme, string Source, int FiscalYear)
{
    public Guid Id => Keys.GuidOf(
        "fund", Commune, Programme, Source, FiscalYear.ToString(CultureInfo.InvariantCulture));

    public string Code => string.Create(
        CultureInfo.InvariantCulture, $"{Commune}/{Programme}/{Source}/{FiscalYear}");
}

/// <summary>What a fund has and what is promised from it.</summary>
public sealed record Fund : IFold<Fund>
{
    public required Guid Id { get; init; }

    public required FundKey Key { get; init; }

    public Money Allotted { get; init; }

    public Money Reserved { get; init; }

    /// <summary>Decisions already counted, so that loading the same list again allots nothing twice.</summary>
    public string[] DecisionNumbers { get; init; } = [];

    public Guid[] Batches { get; init; } = [];

    /// <summary>Carried in, less what was carried over or cancelled.</summary>
    public Money Carried { get; init; }

    /// <summary>Decisions at the end of a year that are already counted.</summary>
    public string[] CarryDecisions { get; init; } = [];

    public Money Available => Allotted + Carried - Reserved;

    public static Fund? Evolve(Fund? state, Guid id, object @event) => @event switch
    {
        FundAllotted e => (state ?? new Fund { Id = id, Key = e.Fund }) with
        {
            Allotted = (state?.Allotted ?? Money.Zero) + e.Amount,
            DecisionNumbers = [.. state?.DecisionNumbers ?? [], e.DecisionNumber],
        },
        FundCarriedIn e => Carry(state ?? new Fund { Id = id, Key = e.Fund }, e.Amount, e.DecisionNumber),
        _ when state is null => null,
        FundCarriedOver e => Carry(state, -e.Amount, e.DecisionNumber),
        FundCancelled e => Carry(state, -e.Amount, e.DecisionNumber),
        FundsReserved e => state with { Reserved = state.Reserved + e.Amount, Batches = [.. state.Batches, e.Batch] },
        ReservationReleased e => state with { Reserved = state.Reserved - e.Amount },
        _ => state,
    };

    private static Fund Carry(Fund state, Money amount, string decision) => state with
    {
        Carried = state.Carried + amount,
        CarryDecisions = [.. state.CarryDecisions, decision],
    };
}

/// <summary>The fund cannot cover its part of the batch.</summary>
public sealed record FundShort(FundKey Fund, Money Needed, Money Available) : Refusal(
    "fund-short",
    $"Nguồn {Fund.Code} còn {Available} đ, cần {Needed} đ, thiếu {Needed - Available} đ. Hãy bổ sung dự toán hoặc trả "
        + "lô về người lập.",
    $"Fund {Fund.Code} has {Available} đ left and {Needed} đ is needed: {Needed - Available} đ short. Allot more or "
        + "return the batch to the planner.");

/// <summary>What a batch needs of one fund.</summary>
public readonly record struct FundNeed(FundKey Fund, Money Amount);

/// <summary>Allotting and reserving.</summary>
public static class FundDecisions
{
    public static Decision Allot(
        Fund? fund, FundKey key, Money amount, string decisionNumber, string user, Instant now) =>
        fund?.DecisionNumbers.Contains(decisionNumber, StringComparer.Ordinal) == true
            ? Decision.AlreadyDone
            : BudgetYear.IsClosed(key.FiscalYear, Ledger.EntryDates.DayOf(now))
                ? new BudgetYearClosed(key.FiscalYear)
                : Decision.Accept(new FundAllotted(now, user, key, amount, decisionNumber));

    /// <summary>
    /// The funds of a commune's programme and year that bear an amount: the batch's own source, then the others.
    /// </summary>
    public static IEnumerable<FundNeed> Needs(FundKey own, Money amount, SourceShare[]? others)
    {
        if (SourceShares.Own(amount, others) is { IsZero: false } rest) yield return new FundNeed(own, rest);
        foreach (var (source, part) in others ?? []) yield return new FundNeed(own with { Source = source }, part);
    }

    /// <summary>
    /// Claims <paramref name="amount"/> for a batch; claiming again for the same batch changes nothing.
    /// </summary>
    public static Decision Reserve(Fund? fund, FundKey key, Guid batch, Money amount, string user, Instant now)
    {
        if (fund is not null && fund.Batches.Contains(batch)) return Decision.AlreadyDone;
        if (BudgetYear.IsClosed(key.FiscalYear, Ledger.EntryDates.DayOf(now)))
            return new BudgetYearClosed(key.FiscalYear);
        var available = fund?.Available ?? Money.Zero;
        return amount > available
            ? new FundShort(key, amount, available)
            : Decision.Accept(new FundsReserved(now, user, key, batch, amount));
    }

    /// <summary>Gives back what is held for payments of a batch that will not be made.</summary>
    /// <exception cref="InvalidOperationException">The fund holds less than that: its stream is damaged.</exception>
    public static Decision GiveBack(
        Fund? fund, FundNeed need, Guid batch, string reason, string user, Instant now) =>
        need.Amount > (fund?.Reserved ?? Money.Zero)
            ? throw new InvalidOperationException($"Fund {need.Fund.Code} holds less than {need.Amount}.")
            : Decision.Accept(new ReservationReleased(now, user, need.Fund, batch, need.Amount, reason));
}
