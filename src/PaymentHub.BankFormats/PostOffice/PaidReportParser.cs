using NodaTime;
using PaymentHub.BankFormats.Text;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.PostOffice;

/// <summary>Reads the rows of a report and checks each, then the total.</summary>
internal sealed class PaidReportParser(FindingList findings, ReadLimits limits)
{
    private const string PaidWord = "ĐÃ CHI";
    private const string NotPaidWord = "CHƯA CHI";
    private const int LongestCode = 35;

    private readonly List<PaidLine> _lines = [];
    private readonly Dictionary<string, int> _lineOfCode = new(StringComparer.Ordinal);
    private int _rows;
    private int _mangled;
    private bool _totalSeen;

    public IReadOnlyList<PaidLine> Lines => _lines;

    public int PaidCount { get; private set; }

    public Int128 PaidTotal { get; private set; }

    public void Run(CsvReader csv)
    {
        if (!csv.Read() || !IsHeader(csv.Fields)) throw WrongHeader(csv);
        while (csv.Read())
        {
            CheckForm(csv);
            if (csv.Fault != CsvFault.None) continue;
            if (_totalSeen) Add(csv.Line, "", FileReason.Schema, "Còn dòng sau dòng TỔNG.",
                "A row after the total row.");
            else if (Nfc(csv.Fields[0]) == PayListWriter.TotalMark) ReadTotal(csv);
            else ReadRow(csv);
        }

        if (!_totalSeen)
            Add(
                csv.Line, PayListWriter.TotalMark, FileReason.Truncated, "Thiếu dòng TỔNG ở cuối: tệp bị cắt cụt.",
                "The total row (TỔNG) at the end is missing: the file is cut off.");
    }

    private static bool IsHeader(IReadOnlyList<string> fields) =>
        fields.Select(Nfc).SequenceEqual(PaidReportReader.Header);

    private ReadingStopped WrongHeader(CsvReader csv)
    {
        var found = XmlShown.Of(string.Join(",", csv.Fields));
        var expected = string.Join(",", PaidReportReader.Header);
        return findings.Stop(
            1, PaidReportReader.FirstColumn, FileReason.UnsupportedType,
            $"Dòng tiêu đề không đúng: cần «{expected}», nhận được «{found}».",
            $"Not the header of a paid report: expected \"{expected}\", found \"{found}\".");
    }

    private void CheckForm(CsvReader csv)
    {
        switch (csv.Fault)
        {
            case CsvFault.StrayQuote:
                Add(csv.Line, "", FileReason.Schema, "Dấu ngoặc kép đặt sai chỗ.", "A misplaced quote.");
                break;
            case CsvFault.OpenQuote:
                throw findings.Stop(
                    csv.Line, "", FileReason.Truncated, "Dấu ngoặc kép không đóng: tệp bị cắt cụt.",
                    "A quote is left open: the file is cut off.");
            case CsvFault.FieldTooLong:
                throw findings.Stop(
                    csv.Line, "", FileReason.LimitExceeded, $"Ô dài hơn {limits.MaxTextCharacters} ký tự.",
                    $"A field longer than {limits.MaxTextCharacters} characters.");
        }
    }

    private void ReadRow(CsvReader csv)
    {
        if (++_rows > limits.MaxEntriesPerFile)
            throw findings.Stop(
                csv.Line, "", FileReason.LimitExceeded, $"Tệp có hơn {limits.MaxEntriesPerFile} dòng.",
                $"More than {limits.MaxEntriesPerFile} rows.");
        if (!HasAllFields(csv)) return;
        var code = csv.Fields[0].Trim();
        CheckCode(csv.Line, code);
        var status = ReadStatus(csv.Line, csv.Fields[1]);
        var amount = ReadAmount(csv.Line, csv.Fields[2]);
        var paidOn = ReadDate(csv.Line, csv.Fields[3].Trim(), status);
        var signedBy = Words(csv.Line, "Người ký nhận", csv.Fields[4]);
        var reason = Words(csv.Line, "Lý do", csv.Fields[5]);
        if (status == PaidStatus.Paid)
        {
            PaidCount++;
            PaidTotal += amount;
            if (signedBy is null)
                Add(
                    csv.Line, "Người ký nhận", FileReason.Schema, "Đã chi nhưng không ghi người ký nhận.",
                    "Paid without a signature.", Verdict.Hold);
        }

        _lines.Add(new PaidLine(csv.Line, code, status ?? PaidStatus.NotPaid, amount, paidOn, signedBy, reason));
    }

    private bool HasAllFields(CsvReader csv)
    {
        if (csv.Fields.Count == PaidReportReader.Header.Length) return true;
        Add(
            csv.Line, "", FileReason.Schema,
            $"Dòng có {csv.Fields.Count} cột, cần {PaidReportReader.Header.Length} cột.",
            $"The row has {csv.Fields.Count} columns, expected {PaidReportReader.Header.Length}.");
        return false;
    }

    private void CheckCode(int line, string code)
    {
        if (code.Length is 0 or > LongestCode || !code.All(char.IsAsciiLetterOrDigit))
        {
            Add(
                line, "Mã lệnh", FileReason.Schema, $"Mã lệnh không hợp lệ: «{XmlShown.Of(code)}».",
                $"Not an order code: \"{XmlShown.Of(code)}\".");
            return;
        }

        if (_lineOfCode.TryAdd(code, line)) return;
        Add(
            line, "Mã lệnh", FileReason.Schema, $"Mã lệnh {code} đã có ở dòng {_lineOfCode[code]}.",
            $"Order code {code} already stands on line {_lineOfCode[code]}.", Verdict.Hold);
    }

    private PaidStatus? ReadStatus(int line, string field)
    {
        switch (Nfc(field).ToUpperInvariant())
        {
            case PaidWord: return PaidStatus.Paid;
            case NotPaidWord: return PaidStatus.NotPaid;
            default:
                Add(
                    line, "Trạng thái", FileReason.Schema,
                    $"Trạng thái phải là {PaidWord} hoặc {NotPaidWord}, nhận được «{XmlShown.Of(field)}».",
                    $"The status must be {PaidWord} or {NotPaidWord}, found \"{XmlShown.Of(field)}\".");
                return null;
        }
    }

    private long ReadAmount(int line, string field)
    {
        if (DongAmount.TryParseDigits(field, out var amount) && amount > 0) return amount;
        Add(
            line, "Số tiền", FileReason.BadAmount, $"Số tiền «{XmlShown.Of(field)}» phải là chữ số, lớn hơn 0.",
            $"Amount \"{XmlShown.Of(field)}\" must be plain digits above 0.");
        return 0;
    }

    private LocalDate? ReadDate(int line, string field, PaidStatus? status)
    {
        if (field.Length == 0)
        {
            if (status == PaidStatus.Paid)
                Add(line, "Ngày chi", FileReason.BadDate, "Đã chi nhưng không ghi ngày chi.", "Paid without a date.");
            return null;
        }

        if (!FileDates.TryParseVietnamese(field, out var date))
        {
            Add(
                line, "Ngày chi", FileReason.BadDate,
                $"Ngày «{XmlShown.Of(field)}» phải có dạng dd/MM/yyyy và tồn tại.",
                $"Date \"{XmlShown.Of(field)}\" must be an existing dd/MM/yyyy.");
            return null;
        }

        if (status == PaidStatus.NotPaid)
            Add(
                line, "Ngày chi", FileReason.Schema, "Chưa chi nhưng lại ghi ngày chi.", "Not paid, yet with a date.",
                Verdict.Hold);
        return date;
    }

    private string? Words(int line, string column, string field)
    {
        const int MangledTextReports = 10;
        var text = Nfc(field);
        if (Mojibake.IsIn(text) && ++_mangled <= MangledTextReports)
            Add(
                line, column, FileReason.BadEncoding, "Chữ bị hỏng do chuyển mã sai trước khi gửi.",
                "Text mangled by a wrong conversion before it was sent.", Verdict.Hold);
        return text.Length == 0 ? null : text;
    }

    private void ReadTotal(CsvReader csv)
    {
        _totalSeen = true;
        if (!HasAllFields(csv)) return;
        Compare(csv, 1, "số dòng", "number of rows", _rows);
        Compare(csv, 2, "tổng số tiền đã chi", "sum paid", PaidTotal);
    }

    private void Compare(CsvReader csv, int column, string vietnamese, string english, Int128 found)
    {
        if (!DongAmount.TryParseDigits(csv.Fields[column], out var declared))
            Add(
                csv.Line, PayListWriter.TotalMark, FileReason.BadAmount,
                $"Dòng TỔNG: {vietnamese} «{XmlShown.Of(csv.Fields[column])}» không phải là số.",
                $"Total row: {english} \"{XmlShown.Of(csv.Fields[column])}\" is not a number.");
        else if (declared != found)
            findings.Add(ControlMismatch.Of(
                csv.Line, PayListWriter.TotalMark, vietnamese, english, declared, found, Verdict.Reject));
    }

    private void Add(
        int line, string where, string rule, string vietnamese, string english, Verdict effect = Verdict.Reject) =>
        findings.Add(new FileFinding(line, where, rule, vietnamese, english, effect));

    // Normalize throws on text that is no valid UTF-16, which undecodable bytes never become: they become U+FFFD.
    private static string Nfc(string text)
    {
        var trimmed = text.Trim();
        foreach (var c in trimmed)
            if (!IsComposed(c)) return trimmed.Normalize();
        return trimmed;
    }

    // Letters before the combining marks and the Vietnamese block of Latin Extended Additional are composed already;
    // asking the normaliser for each of a month's cells costs as much as reading them.
    private static bool IsComposed(char c) => c is < '\u0300' or (>= '\u1EA0' and <= '\u1EF9');
}
