using NodaTime;
using PaymentHub.BankFormats.Incoming.Lines;
using PaymentHub.BankFormats.Incoming.Swift;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Bai2;

/// <summary>
/// Reads BAI2 cash management files (01 file, 02 group, 03 account, 16 detail, 88 continuation, 49/98/99 trailers). All
/// three levels of control sums and record counts are checked. Amounts are whole numbers of the currency's minor unit.
/// </summary>
internal sealed class Bai2Reader(ReadContext read, ByteLines lines)
{
    /// <summary>What the reader and the byte count both take for one entry.</summary>
    public const string Marker = "16,";

    private const string DefaultCurrency = "USD";

    private readonly Bai2Records _records = new(read, lines);
    private readonly Bai2Controls _file = new(), _group = new();
    private Bai2Account? _account;
    private string _groupCurrency = DefaultCurrency;
    private string? _fileId;
    private LocalDate? _asOf;
    private bool _isFinal = true;
    private bool _closed;

    public void Read()
    {
        read.Format = "BAI2";
        var beforeLastRecord = 0;
        while (_records.Next() is { } record)
        {
            beforeLastRecord = read.Findings.Count;
            ReadRecord(record);
        }

        if (!_closed || lines.EndsInsideCharacter)
        {
            if (!_records.IsClosed) read.Findings.KeepFirst(beforeLastRecord);
            read.Refuse(
                lines.LineNo, "99", FileReason.Truncated,
                "Tệp bị cắt cụt: thiếu bản ghi kết thúc 99. Không ghi nhận dòng nào.",
                "The file is cut off: trailer 99 is missing. Nothing of it is booked.");
        }
        else if (read.Statements.Count == 0)
            read.Refuse(0, "03", FileReason.NoStatement, "Tệp không có tài khoản nào.", "No account in the file.");
        lines.Drain();
        read.CheckMarkers(Marker);
    }

    private void ReadRecord(Bai2Record record)
    {
        if (_closed && record.Code != "01")
            read.Remark(record.Line, record.Code, "Có bản ghi sau bản ghi kết thúc 99.", "A record after trailer 99.");
        foreach (var level in (ReadOnlySpan<Bai2Controls>)[_file, _group]) level.Records += record.Physical;
        switch (record.Code)
        {
            case "01":
                BeginFile(record);
                break;
            case "02":
                BeginGroup(record);
                break;
            case "03":
                EndAccount();
                _account = NewAccount(record);
                break;
            case "16":
                (_account ??= NewAccount(record)).Detail(record);
                break;
            case "49":
                CloseAccount(record);
                break;
            case "98":
                CloseGroup(record);
                break;
            default:
                CloseFile(record);
                break;
        }
    }

    private Bai2Account NewAccount(Bai2Record record) =>
        new(read, record, _groupCurrency, _fileId, _asOf) { IsFinal = _isFinal };

    private void BeginFile(Bai2Record record)
    {
        // A file may follow another in one.
        const int VersionField = 7;
        EndAccount();
        _file.Reset(record.Physical);
        _closed = false;
        _fileId = record.Field(4).Length > 0 ? record.Field(4) : null;
        var version = record.Field(VersionField);
        if (version is "" or "2" or "3") return;
        throw read.Findings.Stop(
            record.Line, "01", FileReason.UnsupportedType, $"Không hỗ trợ BAI phiên bản «{XmlShown.Of(version)}».",
            $"BAI version \"{XmlShown.Of(version)}\" is not supported.");
    }

    private void BeginGroup(Bai2Record record)
    {
        EndAccount();
        _group.Reset(record.Physical);
        _groupCurrency = record.Field(5).Length > 0 ? record.Field(5) : DefaultCurrency;
        _asOf = Date(record, record.Field(3));
        if (record.Field(3).Length == 0)
            read.Remark(record.Line, "02", "Nhóm không ghi ngày.", "A group without its date.");
        // Modifiers 1 and 3 are interim: of a day that is not over, no closing balance can be told.
        _isFinal = record.Field(6) is not ("1" or "3");
    }

    private LocalDate? Date(Bai2Record record, string text)
    {
        if (text.Length == 0) return null;
        var digits = text.Length == 8 ? text[2..] : text;
        if (digits.Length == 6 && SwiftDates.TryDate(digits, out var date)) return date;
        read.Refuse(
            record.Line, record.Code, FileReason.BadDate, $"Ngày không tồn tại hoặc viết sai: «{XmlShown.Of(text)}».",
            $"No such date: \"{XmlShown.Of(text)}\".");
        return null;
    }

    private void CloseAccount(Bai2Record record)
    {
        if (_account is not { } account)
        {
            read.Remark(record.Line, "49", "Bản ghi 49 không thuộc tài khoản nào.", "A trailer 49 of no account.");
            return;
        }

        account.Records += record.Physical;
        var total = Total(record, 0);
        CompareSum(record, "tổng kiểm soát của tài khoản", total, account.Sum);
        Compare(record, "số bản ghi của tài khoản", Count(record, 1), account.Records);
        (_group.Sum, _group.Parts) = (_group.Sum + (total ?? account.Sum), _group.Parts + 1);
        account.End();
        _account = null;
    }

    private void CloseGroup(Bai2Record record)
    {
        EndAccount();
        var total = Total(record, 0);
        CompareSum(record, "tổng kiểm soát của nhóm", total, _group.Sum);
        Compare(record, "số tài khoản của nhóm", Count(record, 1), _group.Parts);
        Compare(record, "số bản ghi của nhóm", Count(record, 2), _group.Records);
        (_file.Sum, _file.Parts) = (_file.Sum + (total ?? _group.Sum), _file.Parts + 1);
        _group.Reset(0);
    }

    private void CloseFile(Bai2Record record)
    {
        EndAccount();
        _closed = _records.IsClosed;
        CompareSum(record, "tổng kiểm soát của tệp", Total(record, 0), _file.Sum);
        Compare(record, "số nhóm của tệp", Count(record, 1), _file.Parts);
        Compare(record, "số bản ghi của tệp", Count(record, 2), _file.Records);
    }

    private void EndAccount()
    {
        if (_account is not { } account) return;
        read.Remark(account.Line, "49", "Tài khoản thiếu bản ghi kết thúc 49.", "An account without its trailer 49.");
        (_group.Sum, _group.Parts) = (_group.Sum + account.Sum, _group.Parts + 1);
        account.End();
        _account = null;
    }

    private Int128? Total(Bai2Record record, int field) => Bai2Amounts.Read(read, record, record.Field(field));

    private static Int128? Count(Bai2Record record, int field) =>
        Bai2Amounts.TryRead(record.Field(field), out var count) ? count : null;

    private void CompareSum(Bai2Record record, string what, Int128? said, Int128 found)
    {
        if (read.KnowsAmounts) Compare(record, what, said, found);
    }

    private void Compare(Bai2Record record, string what, Int128? said, Int128 found)
    {
        if (said is not { } declared || declared == found) return;
        read.Refuse(
            record.Line, record.Code, FileReason.ControlMismatch,
            $"Không khớp {what}: tệp ghi {declared}, cộng lại được {found}.",
            $"Mismatch in trailer {record.Code}: declared {declared}, found {found}.");
    }
}

/// <summary>What a group or file adds up to.</summary>
internal sealed class Bai2Controls
{
    public Int128 Sum { get; set; }

    public int Parts { get; set; }

    public int Records { get; set; }

    public void Reset(int records) => (Sum, Parts, Records) = (0, 0, records);
}

/// <summary>Whole numbers of minor units, with or without a sign.</summary>
internal static class Bai2Amounts
{
    public static bool TryRead(ReadOnlySpan<char> text, out Int128 units)
    {
        units = 0;
        var isNegative = text.StartsWith('-');
        if (isNegative || text.StartsWith('+')) text = text[1..];
        if (!ExactAmount.TryParse(text, '\0', openEnds: false, out var amount)) return false;
        units = isNegative ? -amount.Units : amount.Units;
        return true;
    }

    /// <summary>The number of a field; null where empty or, after a finding, where it is none.</summary>
    public static Int128? Read(ReadContext read, Bai2Record record, string text)
    {
        if (text.Length == 0) return null;
        if (TryRead(text, out var units)) return units;
        read.Refuse(
            record.Line, record.Code, FileReason.BadAmount, $"Số tiền viết sai: «{XmlShown.Of(text)}».",
            $"A badly written amount: \"{XmlShown.Of(text)}\".");
        return null;
    }
}
