using NodaTime;
using PaymentHub.BankFormats;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;

namespace PaymentHub.BankExchange;

/// <summary>
/// Whether a statement follows the last one of its account (tính liên tục): what may be wrong with its number, its day
/// and its opening balance. What the bank's profile does not hold a file for is recorded with it.
/// </summary>
internal sealed class Continuity(ContinuityRule rule, Func<LocalDate, bool> isWorkingDay)
{
    // A statement that comes a year late needs no list of its days.
    private const int MostDays = 366;

    private readonly List<FileFinding> _remarks = [];

    /// <summary>What is recorded though the file is accepted.</summary>
    public IReadOnlyList<FileFinding> Remarks => _remarks;

    /// <summary>What holds the statement, or null.</summary>
    public string? Objection(StatementFacts last, StatementFacts statement)
    {
        if (statement.To < last.To || (IsSameYear(last, statement) && statement.Sequence < last.Sequence))
            return StatementChain.OutOfOrder;
        var follows = last.Closing == statement.Opening;
        if (last.Sequence is { } before && statement.Sequence is { } number
            && !Follows(last, before, statement, number))
        {
            if (rule.HoldsNumberGap || !follows) return StatementChain.SequenceGap;
            Remark(
                StatementChain.SequenceGap,
                $"Số thứ tự sao kê nhảy từ {before} đến {number}; số dư đầu vẫn liền với sao kê trước.",
                $"The statement's number goes from {before} to {number}; its opening balance follows the last one.");
        }

        return !follows ? StatementChain.OpeningGap : DayGap(last, statement);
    }

    /// <summary>Whether two statements end in one year, in which numbers run on.</summary>
    public static bool IsSameYear(StatementFacts a, StatementFacts b) => a.To?.Year == b.To?.Year;

    // Numbers begin anew each year; pages of one statement have its number.
    private static bool Follows(StatementFacts last, long before, StatementFacts statement, long number) =>
        number == before + 1 || (number == 1 && !IsSameYear(last, statement))
        || (number == before && statement.StatementId != last.StatementId);

    // Balances that follow each other show that nothing moved on those days, not that the bank has told of them.
    private string? DayGap(StatementFacts last, StatementFacts statement)
    {
        if (last.To is not { } before || (statement.From ?? statement.To) is not { } first) return null;
        var missing = Enumerable.Range(1, Math.Clamp(Period.DaysBetween(before, first) - 1, 0, MostDays))
            .Select(before.PlusDays).Where(isWorkingDay).ToList();
        if (missing.Count == 0) return null;
        if (rule.HoldsMissingDay) return StatementChain.DayGap;
        Remark(
            StatementChain.DayGap,
            $"Không có sao kê cho {missing.Count} ngày làm việc, từ {missing[0]:dd/MM/yyyy} đến "
            + $"{missing[^1]:dd/MM/yyyy}; số dư vẫn liền.",
            $"No statement tells of {missing.Count} working days, from {missing[0]:uuuu-MM-dd} to "
            + $"{missing[^1]:uuuu-MM-dd}; the balances follow each other.");
        return null;
    }

    private void Remark(string rule, string vietnamese, string english) =>
        _remarks.Add(new FileFinding(0, "", rule, vietnamese, english, Verdict.Accept));
}
