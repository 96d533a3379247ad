using System.Text;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.PostOffice;

/// <summary>
/// Reads the post office's report of paid and unpaid lines (CSV). The whole file is judged before any line is handed
/// out; a missing total row is TRUNCATED, a total that differs is CONTROL_MISMATCH.
/// </summary>
public static class PaidReportReader
{
    /// <summary>First column of the header row, by which the format is recognised.</summary>
    public const string FirstColumn = "Mã lệnh";

    internal static readonly string[] Header = [FirstColumn, "Trạng thái", "Số tiền", "Ngày chi", "Người ký nhận",
        "Lý do"];

    /// <summary>Reads the whole file. Throws only what the stream throws.</summary>
    public static PaidReportResult Read(Stream bytes, ReadLimits? limits = null)
    {
        limits ??= ReadLimits.Default;
        var findings = new FindingList(limits.MaxFindings);
        using var checkedBytes = new CheckedByteStream(bytes, limits, findings, isXml: false);
        var parser = new PaidReportParser(findings, limits);
        try
        {
            Parse(checkedBytes, parser, findings, limits);
        }
        catch (ReadingStopped)
        {
            // The reason is already among the findings.
        }

        checkedBytes.Drain();
        return Judge(checkedBytes, parser, findings);
    }

    private static void Parse(CheckedByteStream bytes, PaidReportParser parser, FindingList findings, ReadLimits limits)
    {
        var head = bytes.Peek();
        if (head.IsEmpty) throw findings.Stop(0, "", FileReason.Truncated, "Tệp rỗng.", "The file is empty.");
        if (Xml.XmlPrologue.WideEncodingOf(head) is { } wide)
            throw findings.Stop(
                1, "", FileReason.BadEncoding, $"Tệp được mã hoá {wide}; chỉ nhận UTF-8.",
                $"The file is encoded as {wide}; only UTF-8 is accepted.");
        using var text = new StreamReader(bytes, new UTF8Encoding(false), true, bufferSize: 16 * 1024, leaveOpen: true);
        parser.Run(new CsvReader(text, limits.MaxTextCharacters));
        CheckBytes(bytes, findings);
    }

    private static void CheckBytes(CheckedByteStream bytes, FindingList findings)
    {
        if (bytes.InvalidUtf8 || bytes.EndsInsideCharacter)
            findings.Add(new FileFinding(
                bytes.InvalidLine, "", bytes.InvalidUtf8 ? FileReason.BadEncoding : FileReason.Truncated,
                "Tệp có chữ không phải UTF-8 (có thể lưu bằng bảng mã khác).",
                "The file holds text that is not UTF-8 (perhaps saved in another code page)."));
    }

    private static PaidReportResult Judge(CheckedByteStream bytes, PaidReportParser parser, FindingList findings)
    {
        var outcome = findings.Judge(bytes.Sha256(), bytes.BytesRead);
        return outcome.Verdict == Verdict.Reject
            ? new PaidReportResult(outcome, [], 0, 0)
            : new PaidReportResult(outcome, parser.Lines, parser.PaidCount, (long)parser.PaidTotal);
    }
}
