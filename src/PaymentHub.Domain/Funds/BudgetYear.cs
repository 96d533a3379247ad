using NodaTime;

namespace PaymentHub.Domain.Funds;

/// <summary>
/// The budget year (năm ngân sách) is the calendar year. Money is promised until 31 December; until 31 January of the
/// next year what belongs to it is adjusted (chỉnh lý quyết toán, TT 344/2016/TT-BTC Điều 13). After that nothing more
/// is promised or spent from it: what comes back stays in the budget of origin, is carried over by a decision, or is
/// cancelled.
/// </summary>
public static class BudgetYear
{
    /// <summary>The last day of the year's own spending.</summary>
    public static LocalDate EndOf(int year) => new(year, 12, 31);

    /// <summary>The last day of adjusting.</summary>
    public static LocalDate AdjustedUntil(int year) => new(year + 1, 1, 31);

    /// <summary>True where the year's money may neither be promised nor spent any more.</summary>
    public static bool IsClosed(int year, LocalDate day) => day > AdjustedUntil(year);

    /// <summary>True from the end of the year on: what is left may be carried over or cancelled.</summary>
    public static bool IsOver(int year, LocalDate day) => day > EndOf(year);
}

/// <summary>The money's budget year takes nothing more.</summary>
public sealed record BudgetYearClosed(int Year) : Refusal(
    "budget-year-closed",
    $"Ngân sách năm {Year} đã hết thời gian chỉnh lý (31/01/{Year + 1}). Hãy hoàn dự toán và lập lại trong năm nay, "
        + "hoặc trình quyết định chuyển nguồn.",
    $"The budget of {Year} could be adjusted until 31 January {Year + 1}. Give the money back and plan again in the "
        + "present year, or obtain a decision to carry it over.");

/// <summary>The year is still running.</summary>
public sealed record BudgetYearRunning(int Year) : Refusal(
    "budget-year-running",
    $"Năm ngân sách {Year} chưa kết thúc; chỉ chuyển nguồn hoặc hủy dự toán sau ngày 31/12/{Year}.",
    $"The budget year {Year} is still running; money is carried over or cancelled after 31 December {Year}.");

/// <summary>More is carried over or cancelled than the fund has left.</summary>
public sealed record FundHasLess(FundKey Fund, Money Asked, Money Available) : Refusal(
    "fund-has-less",
    $"Nguồn {Fund.Code} chỉ còn {Available} đ, không thể chuyển hoặc hủy {Asked} đ.",
    $"Fund {Fund.Code} has {Available} đ left; {Asked} đ cannot be carried over or cancelled.");

/// <summary>The decision's number or the amount is missing.</summary>
public sealed record CarryIncomplete() : Refusal(
    "carry-incomplete",
    "Phải ghi số quyết định và số tiền lớn hơn 0.",
    "State the decision's number and an amount above zero.");

/// <summary>What happens to a fund at the end of its year.</summary>
public static class BudgetYearDecisions
{
    /// <summary>
    /// Carries unpromised money of a year that is over into the next one (chuyển nguồn), by a signed decision; the
    /// same decision carries it once.
    /// </summary>
    /// <returns>The event of the fund and that of the next year's fund.</returns>
    public static (Decision From, Decision Into) CarryOver(
        Fund? fund, Fund? next, FundKey key, Money amount, string decisionNumber, string user, Instant now)
    {
        var number = decisionNumber.Trim();
        if (fund?.CarryDecisions.Contains(number, StringComparer.Ordinal) == true)
            return (Decision.AlreadyDone, Decision.AlreadyDone);
        if (Objection(fund, key, amount, number, now) is { } refusal) return (refusal, refusal);
        var into = key with { FiscalYear = key.FiscalYear + 1 };
        return next?.CarryDecisions.Contains(number, StringComparer.Ordinal) == true
            ? throw new InvalidOperationException($"Decision {number} came into {into.Code} and never left {key.Code}.")
            : (Decision.Accept(new FundCarriedOver(now, user, key, into, amount, number)),
                Decision.Accept(new FundCarriedIn(now, user, into, key, amount, number)));
    }

    /// <summary>Cancels unpromised money of a year that is over (hủy dự toán), by a signed decision.</summary>
    public static Decision Cancel(
        Fund? fund, FundKey key, Money amount, string decisionNumber, string user, Instant now)
    {
        var number = decisionNumber.Trim();
        if (fund?.CarryDecisions.Contains(number, StringComparer.Ordinal) == true) return Decision.AlreadyDone;
        return Objection(fund, key, amount, number, now) is { } refusal
            ? refusal
            : Decision.Accept(new FundCancelled(now, user, key, amount, number));
    }

    private static Refusal? Objection(Fund? fund, FundKey key, Money amount, string number, Instant now)
    {
        if (number.Length is 0 or > 50 || !amount.IsPositive) return new CarryIncomplete();
        if (!BudgetYear.IsOver(key.FiscalYear, Ledger.EntryDates.DayOf(now)))
            return new BudgetYearRunning(key.FiscalYear);
        var available = fund?.Available ?? Money.Zero;
        return amount > available ? new FundHasLess(key, amount, available) : null;
    }
}
