using System.Text.RegularExpressions;
using NodaTime;

namespace PaymentHub.BankFormats.PostOffice;

/// <summary>Trạng thái of a line in the post office's report.</summary>
public enum PaidStatus
{
    /// <summary>CHƯA CHI: not handed out; the reason says why.</summary>
    NotPaid,

    /// <summary>ĐÃ CHI: handed out and signed for.</summary>
    Paid,
}

/// <summary>
/// One line of the report.
/// </summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="OrderCode">Mã lệnh: the end-to-end id of the payment.</param>
/// <param name="Status">Paid or not.</param>
/// <param name="Amount">đồng: handed out, or still held.</param>
/// <param name="PaidOn">Ngày chi; null where not paid.</param>
/// <param name="SignedBy">Người ký nhận: the signature is the evidence of payment.</param>
/// <param name="Reason">Lý do of not paying.</param>
public sealed record PaidLine(
    int Line, string OrderCode, PaidStatus Status, long Amount, LocalDate? PaidOn, string? SignedBy, string? Reason);

/// <summary>
/// The result of reading a report. Lines are empty where the file is refused.
/// </summary>
/// <param name="Outcome">Verdict, reasons, findings and hash.</param>
/// <param name="Lines">All lines in file order.</param>
/// <param name="PaidCount">Lines paid.</param>
/// <param name="PaidTotal">Their sum in đồng.</param>
public sealed record PaidReportResult(
    FileOutcome Outcome, IReadOnlyList<PaidLine> Lines, int PaidCount, long PaidTotal)
{
    public Verdict Verdict => Outcome.Verdict;
}

/// <summary>Name of a report file: PAID-&lt;message id&gt;-&lt;yyyyMMdd&gt;.csv.</summary>
public static partial class PaidReportName
{
    /// <summary>False where the name is another or its date does not exist.</summary>
    public static bool TryParse(string fileName, out string messageId, out LocalDate date)
    {
        (messageId, date) = ("", default);
        var match = Form().Match(fileName);
        if (!match.Success) return false;
        messageId = match.Groups["id"].Value;
        var day = match.Groups["date"].Value;
        return FileDates.TryParseIso($"{day[..4]}-{day[4..6]}-{day[6..]}", out date);
    }

    [GeneratedRegex(@"^PAID-(?<id>[A-Za-z0-9]{1,35})-(?<date>[0-9]{8})\.csv$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
