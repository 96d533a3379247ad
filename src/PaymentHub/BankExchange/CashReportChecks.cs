using NodaTime;
using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.PostOffice;

namespace PaymentHub.BankExchange;

/// <summary>
/// What a list of cash paid out must show beside its sums: a code once, a signature where money was handed out, no date
/// where it was not. A slip holds the report, because a signature is the evidence of payment.
/// </summary>
internal sealed class CashReportChecks
{
    private const int MostFindings = 200;
    private const int LongestCode = 35;

    private readonly Dictionary<string, int> _lineOfCode = new(StringComparer.Ordinal);
    private readonly List<FileFinding> _findings = [];

    public CashReportChecks(string fileName)
    {
        if (!PaidReportName.TryParse(fileName, out var messageId, out var reported)) return;
        (MessageId, Reported) = (messageId, reported);
    }

    /// <summary>The pay list that the report's name says it answers, or null.</summary>
    public string? MessageId { get; }

    /// <summary>The day of the report by its name, or null.</summary>
    public LocalDate? Reported { get; }

    public IReadOnlyList<FileFinding> Findings => _findings;

    public void Take(IncomingEntry row)
    {
        var code = row.References.EndToEndId ?? "";
        if (code.Length is 0 or > LongestCode || !code.All(char.IsAsciiLetterOrDigit))
            Add(row, "Mã lệnh", "Mã lệnh không hợp lệ.", "Not an order code.", Verdict.Reject);
        else if (!_lineOfCode.TryAdd(code, row.Line))
            Add(
                row, "Mã lệnh", $"Mã lệnh {code} đã có ở dòng {_lineOfCode[code]}.",
                $"Order code {code} already stands on line {_lineOfCode[code]}.");
        if (row.IsBooked && row.Counterparty.Name is null)
            Add(row, "Người ký nhận", "Đã chi nhưng không ghi người ký nhận.", "Paid without a signature.");
        if (!row.IsBooked && row.BookingDate is not null)
            Add(row, "Ngày chi", "Chưa chi nhưng lại ghi ngày chi.", "Not paid, yet with a date.");
    }

    private void Add(
        IncomingEntry row, string where, string vietnamese, string english, Verdict effect = Verdict.Hold)
    {
        if (_findings.Count < MostFindings)
            _findings.Add(new FileFinding(row.Line, where, FileReason.Schema, vietnamese, english, effect));
    }
}
