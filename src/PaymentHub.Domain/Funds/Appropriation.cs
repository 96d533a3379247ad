using System.Globalization;
using NodaTime;

namespace PaymentHub.Domain.Funds;

/// <summary>The budget grants the province money (dự toán được giao), which communes' funds get shares of.</summary>
public sealed record AppropriationGranted(
    Instant At, string ByUser, AppropriationKey Appropriation, Money Amount, string DecisionNumber);

/// <summary>A commune's fund got a share (phân bổ dự toán); the other side of <see cref="FundAllotted"/>.</summary>
public sealed record AppropriationDistributed(
    Instant At, string ByUser, AppropriationKey Appropriation, FundKey Fund, Money Amount, string DecisionNumber);

/// <summary>A grant is for one programme from one source in one budget year (Luật NSNN).</summary>
public readonly record struct AppropriationKey(string Programme, string Source, int FiscalYear)
{
    public Guid Id => Keys.GuidOf(
        "appropriation", Programme, Source, FiscalYear.ToString(CultureInfo.InvariantCulture));

    /// <summary>As a fund's code, without a commune.</summary>
    public string Code => string.Create(CultureInfo.InvariantCulture, $"/{Programme}/{Source}/{FiscalYear}");

    /// <summary>The appropriation that a fund is a share of.</summary>
    public static AppropriationKey Of(FundKey fund) => new(fund.Programme, fund.Source, fund.FiscalYear);
}

/// <summary>
/// The province's money for a programme, source and year (dự toán ngân sách): once it is recorded, no more can be
/// allotted to communes than it has left.
/// </summary>
public sealed record Appropriation : IFold<Appropriation>
{
    public required Guid Id { get; init; }

    public Money Granted { get; init; }

    public Money Distributed { get; init; }

    /// <summary>Decisions already counted.</summary>
    public string[] DecisionNumbers { get; init; } = [];

    /// <summary>What may still be allotted.</summary>
    public Money Left => Granted - Distributed;

    public static Appropriation? Evolve(Appropriation? state, Guid id, object @event) => @event switch
    {
        AppropriationGranted e => (state ?? new Appropriation { Id = id }) with
        {
            Granted = (state?.Granted ?? Money.Zero) + e.Amount,
            DecisionNumbers = [.. state?.DecisionNumbers ?? [], e.DecisionNumber],
        },
        _ when state is null => null,
        AppropriationDistributed e => state with { Distributed = state.Distributed + e.Amount },
        _ => state,
    };
}

/// <summary>The decision's number or the amount is missing.</summary>
public sealed record AppropriationIncomplete() : Refusal(
    "appropriation-incomplete",
    "Phải chọn chương trình, nguồn và ghi số quyết định (nhiều nhất 50 ký tự), số tiền lớn hơn 0.",
    "Choose programme and source, and state the decision's number (at most 50 characters) and an amount above zero.");

/// <summary>Less is granted than communes have been allotted.</summary>
public sealed record AppropriationBelowAllotments(Money Granted, Money Allotted) : Refusal(
    "appropriation-below-allotments",
    $"Đã phân bổ cho các xã {Allotted} đ, nhiều hơn {Granted} đ được giao. Hãy ghi đủ số được giao.",
    $"Communes have been allotted {Allotted} đ, more than the {Granted} đ granted. Record the whole grant.");

/// <summary>More is allotted to communes than the appropriation has left.</summary>
public sealed record AppropriationShort(AppropriationKey Appropriation, Money Asked, Money Left) : Refusal(
    "appropriation-short",
    $"Dự toán {Appropriation.Code[1..]} còn {Left} đ chưa phân bổ, không thể phân bổ {Asked} đ. Hãy ghi quyết định "
        + "giao bổ sung trước.",
    $"The appropriation {Appropriation.Code[1..]} has {Left} đ left; {Asked} đ cannot be allotted. Record the "
        + "supplementary grant first.");

/// <summary>Granting and distributing.</summary>
public static class AppropriationDecisions
{
    private const int LongestNumber = 50;

    /// <summary>
    /// Records a grant; the same decision counts once. The first one takes in what communes were allotted before.
    /// </summary>
    /// <param name="before">Allotments of a year whose appropriation was not recorded yet; none later.</param>
    public static Decision Grant(
        Appropriation? state, AppropriationKey key, Money amount, string decisionNumber,
        IReadOnlyList<FundNeed> before, string user, Instant now)
    {
        var number = decisionNumber.Trim();
        if (number.Length is 0 or > LongestNumber || !amount.IsPositive) return new AppropriationIncomplete();
        if (state?.DecisionNumbers.Contains(number, StringComparer.Ordinal) == true) return Decision.AlreadyDone;
        if (BudgetYear.IsClosed(key.FiscalYear, Ledger.EntryDates.DayOf(now)))
            return new BudgetYearClosed(key.FiscalYear);
        var allotted = state is null ? before.Sum(f => f.Amount) : Money.Zero;
        if (allotted > amount) return new AppropriationBelowAllotments(amount, allotted);
        object[] shares = state is null
            ? [.. before.Select(f => new AppropriationDistributed(now, user, key, f.Fund, f.Amount, number))]
            : [];
        return Decision.Accept([new AppropriationGranted(now, user, key, amount, number), .. shares]);
    }

    /// <summary>A fund takes its share; nothing to do where no appropriation is recorded.</summary>
    public static Decision Distribute(
        Appropriation? state, FundKey fund, Money amount, string decisionNumber, string user, Instant now)
    {
        if (state is null) return Decision.AlreadyDone;
        var key = AppropriationKey.Of(fund);
        return amount > state.Left
            ? new AppropriationShort(key, amount, state.Left)
            : Decision.Accept(new AppropriationDistributed(now, user, key, fund, amount, decisionNumber));
    }
}
