using System.Xml;
using NodaTime;
using PaymentHub.BankFormats.Incoming;

namespace PaymentHub.BankFormats.Xml;

/// <summary>Leaves as any bank's file writes them: exact amounts of any currency, dates, references.</summary>
internal sealed partial class XmlCursor
{
    /// <summary>
    /// The exact amount of the present element and its currency ("" where it has none). False after a finding.
    /// </summary>
    public bool Money(string leaf, out ExactAmount amount, out string currency)
    {
        currency = CurrencyAttribute();
        var line = Line;
        var text = Text();
        if (ExactAmount.TryParse(text, '.', openEnds: false, out amount))
        {
            const int SchemaFractionDigits = 5;
            if (amount.Scale > SchemaFractionDigits)
                Report(
                    FileReason.Schema, leaf, $"Số tiền có {amount.Scale} chữ số thập phân.",
                    $"An amount with {amount.Scale} digits after the point.", Verdict.Accept);
            return true;
        }

        ReportMoney(line, leaf, text);
        return false;
    }

    /// <summary>
    /// A sum without a currency, which the schema lets be negative where it is a net; null after a finding.
    /// </summary>
    public ExactAmount? Total(string leaf)
    {
        var line = Line;
        var text = Text().Trim();
        var isNegative = !text.IsEmpty && text[0] == '-';
        if (ExactAmount.TryParse(isNegative ? text[1..] : text, '.', openEnds: false, out var sum))
            return isNegative ? -sum : sum;
        ReportMoney(line, leaf, text);
        return null;
    }

    private void ReportMoney(int line, string leaf, ReadOnlySpan<char> text)
    {
        var shown = XmlShown.Of(text);
        Findings.Add(new FileFinding(
            line, Locate(leaf), FileReason.BadAmount,
            $"Số tiền «{shown}» viết sai: chỉ nhận chữ số và một dấu chấm, tối đa {ExactAmount.MaxDigits} số.",
            $"Amount \"{shown}\" is badly written: digits and one decimal point, at most {ExactAmount.MaxDigits}."));
    }

    /// <summary>+1 for CRDT, −1 for DBIT, 0 after a finding.</summary>
    public int Side(string leaf)
    {
        var text = Text().Trim();
        if (text is "CRDT") return 1;
        if (text is "DBIT") return -1;
        ReportSign(leaf);
        return 0;
    }

    /// <summary>
    /// A date, or the date of a time. A time that is badly written is a matter of form; the date must exist.
    /// </summary>
    public LocalDate? Day(string leaf)
    {
        const int IsoDateLength = 10;
        var text = Text().Trim();
        if (FileDates.TryParseIso(text, out var date)) return date;
        if (text.Length > IsoDateLength && text[IsoDateLength] is 'T' or ' '
            && FileDates.TryParseIso(text[..IsoDateLength], out date))
        {
            Report(
                FileReason.Schema, leaf, $"Giờ viết sai: «{XmlShown.Of(text)}»; chỉ dùng ngày.",
                $"A badly written time: \"{XmlShown.Of(text)}\"; only its date is used.", Verdict.Accept);
            return date;
        }

        var shown = XmlShown.Of(text);
        Report(
            FileReason.BadDate, leaf, $"Ngày không tồn tại hoặc sai định dạng: «{shown}».",
            $"A date that does not exist or is badly written: \"{shown}\".", Verdict.Reject);
        return null;
    }

    /// <summary>The date of an element that holds <c>Dt</c> or <c>DtTm</c> (or, loosely, the date itself).</summary>
    public LocalDate? DayChoice(string leaf, object date, object time)
    {
        LocalDate? found = null;
        var level = Enter();
        while (NextChild(level))
        {
            if (Name == date || Name == time) found = Day(leaf) ?? found;
            else Skip();
        }

        return found;
    }

    /// <summary>A reference without padding; null where empty or a word that says there is none.</summary>
    public string? Reference(string leaf)
    {
        var text = Text(isMoneyOrDate: false).Trim();
        if (text.IsEmpty || text is "NOTPROVIDED" or "NONREF" or "NOT PROVIDED") return null;
        if (text.Length > LongestIdentifier)
            Report(
                FileReason.Schema, leaf, $"Mã dài hơn {LongestIdentifier} ký tự.",
                $"An identifier longer than {LongestIdentifier} characters.", Verdict.Accept);
        return text.ToString();
    }

    /// <summary>A count; null where it is not one, which is remarked.</summary>
    public long? Number(string leaf)
    {
        var text = Text().Trim();
        if (text.Length <= 15 && DongAmount.TryParseDigits(text, out var count)) return count;
        Report(
            FileReason.Schema, leaf, "Số lượng không phải là số nguyên.", "A count that is not a whole number.",
            Verdict.Accept);
        return null;
    }

    /// <summary>
    /// The text of the present element, or of a child <paramref name="code"/>, else <paramref name="own"/>: versions
    /// differ in which of them carries a code. Null where all are empty.
    /// </summary>
    public string? TextOrChild(string leaf, object code, object own)
    {
        if (_xml.IsEmptyElement) return null;
        string? found = null, other = null;
        var length = 0;
        while (Advance())
        {
            if (_xml.NodeType == XmlNodeType.EndElement)
            {
                var text = _text.AsSpan(0, length).Trim();
                return found ?? other ?? (text.IsEmpty ? null : Repeated.Get(text));
            }

            if (_xml.NodeType != XmlNodeType.Element)
            {
                length = Append(length);
                continue;
            }

            CheckElement();
            length = 0;
            var name = (object)_xml.NamespaceURI == _namespace ? _xml.LocalName : leaf;
            if ((object)name == code) found = Code();
            else if ((object)name == own) other = ProprietaryCode(leaf);
            else Skip();
        }

        throw new ReadingStopped();
    }

    /// <summary>A date that stands as text or in a child <paramref name="date"/> or <paramref name="time"/>.</summary>
    public LocalDate? DayOrChild(string leaf, object date, object time)
    {
        const int IsoDateLength = 10;
        var line = Line;
        var text = TextOrChild(leaf, date, time);
        if (text is null) return null;
        if (FileDates.TryParseIso(text, out var day)) return day;
        if (text.Length > IsoDateLength && FileDates.TryParseIso(text.AsSpan(0, IsoDateLength), out day)) return day;
        Findings.Add(new FileFinding(
            line, Locate(leaf), FileReason.BadDate, $"Ngày không tồn tại hoặc sai định dạng: «{XmlShown.Of(text)}».",
            $"A date that does not exist or is badly written: \"{XmlShown.Of(text)}\"."));
        return null;
    }

    // A code of the bank's own is a text, or an identification with its issuer.
    private string? ProprietaryCode(string leaf)
    {
        var id = (object)_xml.NameTable.Add("Id");
        return TextOrChild(leaf, id, id);
    }
}
