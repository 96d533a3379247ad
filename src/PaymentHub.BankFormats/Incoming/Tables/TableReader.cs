using NodaTime;
using PaymentHub.BankFormats.Text;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>
/// Reads a bank's table by its profile: rows with labels (account, balances, totals), the title row, one row for each
/// entry, and labels again. A row that is none of these refuses the file: nothing is passed over in silence.
/// </summary>
internal sealed class TableReader(ReadContext read, TableProfile profile, TableRows rows) : IEntryPlace
{
    private const int MostDateCharacters = 16;

    private static readonly TransactionCode Charge = new(null, null, "CHRG", null);

    private readonly TableValues _values = new(profile);
    private readonly TableHead _head = new(read, profile);
    private readonly int[] _at = Places(profile);
    private readonly TextCache _repeated = new();
    private IncomingStatement? _statement;
    private readonly char[] _lastDate = new char[MostDateCharacters];
    private TransactionCode _code = TransactionCode.None;
    private int _lastDateLength;
    private LocalDate _lastDay;
    private bool _inEntries = profile.Kind == TableKind.Fixed;
    private int? _beforeRow;

    public void Read()
    {
        _statement = read.Begin(1);
        (_statement.DeclaredCurrency, _statement.Account) = (profile.Currency, profile.Account);
        var isCut = ReadRows();
        if (!_inEntries)
            throw read.Findings.Stop(
                rows.Line, "", FileReason.NoStatement, "Không thấy dòng tiêu đề của hồ sơ.", "No title row.");
        if (isCut) RefuseCut();
        else StatementProof.Run(read, _statement, "Table", needsBalances: !profile.AllDebits);
    }

    // Whether the file is cut off. Only its last row can be without a line end, and some banks write it so: it is cut
    // where it breaks off in what the profile says must stand there.
    private bool ReadRows()
    {
        var endsInRow = false;
        while (true)
        {
            var before = read.Findings.Count;
            if (!rows.Read()) break;
            ReadRow();
            if (rows.IsEnded) continue;
            _beforeRow = before;
            endsInRow = rows.Shape(profile) == RowShape.Short && profile.Kind == TableKind.Fixed
                || _head.Tail.EndsInNumber(_statement!, rows.Line)
                || (profile.Tail.Count == 0 && read.Findings.RefusesSince(before));
        }

        return endsInRow || rows.EndsInsideCharacter || _head.Tail.IsMissing;
    }

    // What a broken last row shows says nothing.
    private void RefuseCut()
    {
        if (_beforeRow is { } before) read.Findings.KeepFirst(before);
        read.Refuse(
            rows.Line, "", FileReason.Truncated,
            "Tệp bị cắt cụt: thiếu số dư cuối hoặc dòng tổng mà hồ sơ đòi hỏi. Không ghi nhận dòng nào.",
            "The file is cut off: the closing balance or a total that the profile names is missing. Nothing of it is "
            + "booked.");
    }

    private void ReadRow()
    {
        if (profile.Kind == TableKind.Fixed)
        {
            if (IsKind(profile.EntryRecord)) ReadEntry();
            else if (IsKind(profile.HeadRecord)) ReadLabelled(profile.HeadColumns);
            else if (IsKind(profile.TailRecord)) ReadLabelled(profile.TailColumns);
            else RefuseRow();
            return;
        }

        if (!_inEntries && profile.IsTitle(rows)) _inEntries = true;
        else if (_head.TryLabel(_statement!, rows)) return;
        else if (_inEntries) ReadEntry();
    }

    private bool IsKind(string record) => rows[0].SequenceEqual(record.AsSpan().Trim());

    private void ReadLabelled(IReadOnlyList<TableColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
            _head.Take(_statement!, columns[i].Field, rows[i + 1].ToString(), isNumber: false, rows.Line);
    }

    private void LeaveRow() =>
        (_statement!.LacksAmounts, _statement.LacksRows, read.HasRefusedRows) = (true, true, true);

    // One cell too few or too many, and every later one may be in the wrong column: nothing of the row is read.
    private void RefuseShape(RowShape shape)
    {
        LeaveRow();
        var (vietnamese, english) = shape == RowShape.Long
            ? ("Dòng có nhiều ô hơn hồ sơ", "The row has more cells than its profile")
            : ("Dòng có ít ô hơn hồ sơ", "The row has fewer cells than its profile");
        read.Refuse(
            rows.Line, OfEntry(), FileReason.Schema, $"{vietnamese}: số tiền có thể đã lệch cột.",
            $"{english}: its money may stand in another column.");
    }

    private void RefuseRow()
    {
        LeaveRow();
        var shown = XmlShown.Of(string.Join('|', Enumerable.Range(0, rows.Count).Select(i => rows[i].ToString())));
        read.Refuse(
            rows.Line, "", FileReason.Schema, $"Dòng không thuộc loại nào: «{shown}».",
            $"A row of no kind: \"{shown}\".");
    }

    public string OfEntry() => $"Row[{_statement!.All.Count + 1}]";

    private void ReadEntry()
    {
        var statement = _statement!;
        if (rows.Shape(profile) is var shape && shape != RowShape.Whole)
        {
            RefuseShape(shape);
            return;
        }

        var (written, isDebit) = Amount();
        var isUnmoved = profile.UnmovedWord is { } word && IsStatus(word);
        if (!isUnmoved && profile.MovedWord is { } moved && !IsStatus(moved)) RefuseStatus();
        var words = Cell(TableField.Remittance);
        var facts = words < 0 ? default : TaggedText.Read(rows[words], _repeated);
        var reason = Repeated(TableField.Reason) ?? facts.ReturnCode;
        var booked = Date(TableField.BookingDate, isNeeded: !isUnmoved);
        var references = References(facts);
        read.Add(statement, new IncomingEntry
        {
            EntryNo = read.NextEntryNo,
            Line = rows.Line,
            Raw = read.Raw(),
            Amount = isUnmoved ? ExactAmount.Zero : written,
            Currency = statement.Currency ?? profile.Currency,
            IsBooked = !isUnmoved,
            Status = Repeated(TableField.Status),
            BookingDate = booked,
            ValueDate = Date(TableField.ValueDate, isNeeded: false) ?? booked,
            Code = CodeOf(facts, references, isDebit),
            References = references,
            Counterparty = new Counterparty(
                Text(TableField.Account) ?? facts.Account, Text(TableField.Name) ?? facts.Name,
                Repeated(TableField.Agent) ?? facts.Agent),
            Remittance = facts.Remittance,
            Return = reason is null ? null : new ReturnReason(reason, null),
            // What did not move is still told of an amount.
            Details = isUnmoved ? [new IncomingDetail { Line = rows.Line, Amount = written }] : [],
        }, isDebit, this);
    }

    private IncomingReferences References(TextFacts facts) => new()
    {
        BankReference = Text(TableField.BankReference),
        EntryReference = Text(TableField.EntryReference),
        EndToEndId = (Text(TableField.EndToEndId) is { } id && !TaggedText.IsNoId(id) ? id : null) ?? facts.EndToEndId,
    };

    private bool IsStatus(string word) =>
        string.Equals(
            ComposedText.Of(Text(TableField.Status) ?? ""), word, StringComparison.OrdinalIgnoreCase);

    private void RefuseStatus() => read.Refuse(
        rows.Line, $"{OfEntry()}/{TableField.Status}", FileReason.Schema,
        $"Trạng thái phải là {profile.MovedWord} hoặc {profile.UnmovedWord}, nhận được "
        + $"«{XmlShown.Of(Text(TableField.Status) ?? "")}».",
        $"The status must be {profile.MovedWord} or {profile.UnmovedWord}, found "
        + $"\"{XmlShown.Of(Text(TableField.Status) ?? "")}\".");

    // A table tells of a charge in words where it has no column for codes.
    private TransactionCode CodeOf(in TextFacts facts, IncomingReferences references, bool isDebit)
    {
        if (Repeated(TableField.Code) is { } own) return CodeOf(own);
        var isCharge = isDebit && references.EndToEndId is null && facts.Remittance is { } text
            && profile.ChargeWords.Any(w => text.StartsWith(w, StringComparison.OrdinalIgnoreCase));
        return isCharge ? Charge : TransactionCode.None;
    }

    private TransactionCode CodeOf(string? own) => own is null ? TransactionCode.None
        : _code.Proprietary == own ? _code
        : _code = new TransactionCode(null, null, null, own);

    private static int[] Places(TableProfile profile)
    {
        var first = profile.Kind == TableKind.Fixed ? 1 : 0;
        var fields = profile.Columns.Select(c => c.Field).ToList();
        return
        [
            .. Enum.GetNames<TableField>()
                .Select(n => fields.FindIndex(f => f.Equals(n, StringComparison.OrdinalIgnoreCase)))
                .Select(at => at < 0 ? -1 : at + first),
        ];
    }

    private int Cell(TableField field)
    {
        var at = _at[(int)field];
        return at < 0 || at >= rows.Count || rows[at].IsEmpty ? -1 : at;
    }

    private string? Text(TableField field) => Cell(field) is var at && at >= 0 ? rows[at].ToString() : null;

    private string? Repeated(TableField field) => Cell(field) is var at && at >= 0 ? _repeated.Get(rows[at]) : null;

    private LocalDate? Date(TableField field, bool isNeeded)
    {
        var at = Cell(field);
        if (at >= 0 && TryDate(rows[at], rows.IsNumber(at), out var date)) return date;
        if (at < 0 && !isNeeded) return null;
        var shown = at < 0 ? "" : XmlShown.Of(rows[at]);
        read.Refuse(
            rows.Line, $"{OfEntry()}/{field}", FileReason.BadDate,
            $"Ngày không tồn tại hoặc không theo dạng {profile.Dates}: «{shown}».",
            $"No such date, or not as {profile.Dates}: \"{shown}\".");
        return null;
    }

    // The rows of a table are mostly of the same few days.
    private bool TryDate(ReadOnlySpan<char> text, bool isNumber, out LocalDate date)
    {
        date = _lastDay;
        if (!isNumber && text.SequenceEqual(_lastDate.AsSpan(0, _lastDateLength))) return true;
        if (!_values.TryDate(text, isNumber, out date)) return false;
        if (isNumber || text.Length > MostDateCharacters) return true;
        (_lastDay, _lastDateLength) = (date, text.Length);
        text.CopyTo(_lastDate);
        return true;
    }

    // A debit and a credit column, or one amount with a side or a sign. Both or neither of the two is no entry.
    private (ExactAmount Amount, bool IsDebit) Amount()
    {
        var (debit, credit) = (Read(TableField.Debit), Read(TableField.Credit));
        if (Cell(TableField.Amount) >= 0)
        {
            var amount = Read(TableField.Amount) ?? ExactAmount.Zero;
            var side = Repeated(TableField.Side);
            if (amount.Units < 0)
                return side is null && !profile.AllDebits ? (amount, true) : Bad(TableField.Amount, FileReason.BadSign);
            if (side is null && _at[(int)TableField.Side] >= 0) return Bad(TableField.Side, FileReason.BadSign);
            var isDebit = profile.AllDebits || side == profile.DebitWord;
            return (isDebit ? -amount : amount, isDebit);
        }

        if (debit is { IsZero: true } && credit is not null) debit = null;
        else if (credit is { IsZero: true } && debit is not null) credit = null;
        if (debit is { } paid && credit is null && paid.Units >= 0) return (-paid, true);
        if (credit is { } got && debit is null && got.Units >= 0) return (got, false);
        return Bad(TableField.Debit, debit is null && credit is null ? FileReason.BadAmount : FileReason.BadSign);

        ExactAmount? Read(TableField field)
        {
            var at = Cell(field);
            if (at < 0) return null;
            if (_values.TryAmount(rows[at], rows.IsNumber(at), out var found)) return found;
            Bad(field, FileReason.BadAmount);
            return ExactAmount.Zero;
        }

        (ExactAmount Amount, bool IsDebit) Bad(TableField field, string rule)
        {
            var shown = XmlShown.Of(Text(field) ?? "");
            read.Refuse(
                rows.Line, $"{OfEntry()}/{field}", rule, $"Số tiền hoặc dấu có/nợ sai: «{shown}».",
                $"A wrong amount or side: \"{shown}\".");
            return (ExactAmount.Zero, false);
        }
    }
}
