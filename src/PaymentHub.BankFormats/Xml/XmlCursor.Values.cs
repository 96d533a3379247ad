using NodaTime;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Xml;

/// <summary>Typed leaves and findings of the cursor.</summary>
internal sealed partial class XmlCursor
{
    /// <summary>Longest identifier of the message definitions (Max35Text).</summary>
    private const int LongestIdentifier = 35;

    /// <summary>Reports of mangled text per file: one wrong conversion mangles every name, and ten show it.</summary>
    private const int MangledTextReports = 10;

    private int _mangled;

    /// <summary>
    /// The first of two readings. Both are made: an element that nobody reads would end the one around it too early.
    /// </summary>
    public static string? First(string? kept, string? read) => kept ?? read;

    /// <summary>An identifier or code without surrounding blanks (banks pad them); null where empty.</summary>
    public string? Identifier(string leaf)
    {
        var text = Text(isMoneyOrDate: false).Trim();
        if (text.IsEmpty) return null;
        if (text.Length > LongestIdentifier)
            Report(
                FileReason.Schema, leaf, $"Mã dài hơn {LongestIdentifier} ký tự.",
                $"An identifier longer than {LongestIdentifier} characters.", Verdict.Hold);
        return text.ToString();
    }

    /// <summary>A code or text that is expected to repeat through the file; null where empty.</summary>
    public string? Code()
    {
        var text = Text(isMoneyOrDate: false).Trim();
        return text.IsEmpty ? null : Repeated.Get(text);
    }

    /// <summary>Text for people: a name, remittance information. Mangled text is reported and returned as it
    /// came.</summary>
    public string? Words(string leaf, bool repeats = false)
    {
        var text = Text(isMoneyOrDate: false).Trim();
        if (text.IsEmpty) return null;
        if (Mojibake.IsIn(text) && ++_mangled <= MangledTextReports)
            Report(
                FileReason.BadEncoding, leaf,
                "Chữ bị hỏng do chuyển mã sai (UTF-8 bị đọc thành Latin-1) trước khi gửi.",
                "Text mangled by a wrong conversion (UTF-8 read as Latin-1) before it was sent.", OfForm);
        return repeats ? Repeated.Get(text) : text.ToString();
    }

    /// <summary>The amount of the present element in đồng, and its currency; 0 after a finding.</summary>
    public long Amount(string leaf, string accountCurrency, out string currency)
    {
        currency = CurrencyAttribute();
        var line = Line;
        var text = Text();
        var known = currency == accountCurrency;
        if (!known) ReportCurrency(line, leaf, currency, accountCurrency);
        if (DongAmount.TryParse(text, out var dong)) return dong;
        if (known) ReportAmount(line, leaf, text);
        return 0;
    }

    /// <summary>A sum without a currency of its own.</summary>
    public long? Sum(string leaf)
    {
        var line = Line;
        var text = Text();
        if (DongAmount.TryParse(text, out var dong)) return dong;
        ReportAmount(line, leaf, text);
        return null;
    }

    /// <summary>A count of at most 15 digits.</summary>
    public long? Count(string leaf)
    {
        var text = Text();
        if (text.Length <= 15 && DongAmount.TryParseDigits(text, out var count)) return count;
        Report(FileReason.Schema, leaf, "Số lượng không phải là số nguyên.", "A count that is not a whole number.",
            Verdict.Hold);
        return null;
    }

    /// <summary>+1 for CRDT, −1 for DBIT, 0 after a finding.</summary>
    public int Sign(string leaf)
    {
        var text = Text();
        if (text is "CRDT") return 1;
        if (text is "DBIT") return -1;
        ReportSign(leaf);
        return 0;
    }

    public void ReportSign(string leaf) => Report(
        FileReason.BadSign, leaf, "Thiếu hoặc sai dấu ghi nợ/ghi có (CdtDbtInd phải là CRDT hoặc DBIT).",
        "The debit or credit mark is missing or unknown (CdtDbtInd must be CRDT or DBIT).", Verdict.Reject);

    /// <summary>
    /// Reports a value that stands twice where the message allows one: of two amounts or ids, neither may be picked.
    /// </summary>
    public void OnlyOnce(bool seenBefore, string leaf)
    {
        if (!seenBefore) return;
        Report(
            FileReason.Schema, leaf, "Phần tử chỉ được có một lần nhưng lặp lại.",
            "An element that may occur once is repeated.",
            Verdict.Reject);
    }

    /// <summary>The date of the present element; null after a finding.</summary>
    public LocalDate? Date(string leaf)
    {
        var text = Text();
        if (FileDates.TryParseIso(text, out var date)) return date;
        var shown = XmlShown.Of(text);
        Report(
            FileReason.BadDate, leaf, $"Ngày không tồn tại hoặc sai định dạng: «{shown}».",
            $"A date that does not exist or is badly written: \"{shown}\".", Verdict.Reject);
        return null;
    }

    /// <summary>The first text found by going down the given names; null where there is none.</summary>
    public string? Descend(string leaf, params ReadOnlySpan<object> path)
    {
        string? found = null;
        var level = Enter();
        while (NextChild(level))
        {
            if (found is not null || Name != path[0]) Skip();
            else if (path.Length == 1) found = Words(leaf, repeats: true);
            else found = Descend(leaf, path[1..]);
        }

        return found;
    }

    public void Report(string rule, string leaf, string vietnamese, string english, Verdict effect) =>
        Findings.Add(new FileFinding(Line, Locate(leaf), rule, vietnamese, english, effect));

    public ReadingStopped TooMuch(string vietnamese, string english, long limit, string unitVi, string unitEn) =>
        Findings.Stop(
            Line, Locate(""), FileReason.LimitExceeded, $"Vượt giới hạn: {vietnamese} {limit} {unitVi}.",
            $"Limit exceeded: {english} {limit} {unitEn}.");

    // The attribute's string is made anew by the reader each time; only the shared copy is kept.
    private string CurrencyAttribute() => Repeated.Get(_xml.GetAttribute("Ccy"));

    private void ReportCurrency(int line, string leaf, string currency, string expected)
    {
        var shown = currency.Length == 0 ? "—" : XmlShown.Of(currency);
        Findings.Add(new FileFinding(
            line, Locate(leaf), FileReason.BadCurrency,
            $"Loại tiền {shown} khác loại tiền của tài khoản ({expected}).",
            $"Currency {shown} differs from the account's ({expected})."));
    }

    private void ReportAmount(int line, string leaf, ReadOnlySpan<char> text)
    {
        var shown = XmlShown.Of(text);
        Findings.Add(new FileFinding(
            line, Locate(leaf), FileReason.BadAmount,
            $"Số tiền «{shown}» không đúng cách ghi: chỉ nhận đồng nguyên, tối đa {DongAmount.MaxDigits} chữ số.",
            $"Amount \"{shown}\" is badly written: digits of whole đồng only, at most {DongAmount.MaxDigits}."));
    }

    private ReadingStopped Unsupported(string root, string space) => Findings.Stop(
        Line, XmlShown.Of(root), FileReason.UnsupportedType,
        $"Loại thông điệp không được hỗ trợ: phần tử {XmlShown.Of(root)}, không gian tên «{XmlShown.Of(space)}».",
        $"Unsupported message type: element {XmlShown.Of(root)}, namespace \"{XmlShown.Of(space)}\".");

    private ReadingStopped Missing(string element) => Findings.Stop(
        Line, "Document", FileReason.Schema, $"Thiếu phần tử {element}.", $"Element {element} is missing.");
}

/// <summary>Foreign text made safe to show inside a finding: short, without control characters.</summary>
internal static class XmlShown
{
    private const int LongestShownCharacters = 80;

    public static string Of(ReadOnlySpan<char> text)
    {
        var shown = new char[Math.Min(text.Length, LongestShownCharacters)];
        for (var i = 0; i < shown.Length; i++) shown[i] = char.IsControl(text[i]) ? '·' : text[i];
        return text.Length > LongestShownCharacters ? new string(shown) + "…" : new string(shown);
    }
}
