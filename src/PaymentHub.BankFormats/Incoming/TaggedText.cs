namespace PaymentHub.BankFormats.Incoming;

/// <summary>What the words of an entry say in the structured forms that banks put into one text field.</summary>
internal struct TextFacts
{
    public string? EndToEndId;
    public string? MandateId;
    public string? CustomerReference;
    public string? Name;
    public string? Account;
    public string? Agent;
    public string? Remittance;
    public string? ReturnCode;
    public string? Posting;
}

/// <summary>
/// Reads <c>/EREF/…/NAME/…/REMI/…</c>, <c>EREF+…SVWZ+…</c> and the German <c>166?00…?20…?32…</c> forms of remittance
/// text, as they come in MT940 field 86, in BAI2 continuations and in bank columns of CSV. Any other text is remittance
/// information as a whole.
/// </summary>
internal static class TaggedText
{
    private static readonly string[] SlashTags =
    [
        "EREF", "KREF", "PREF", "MARF", "CSID", "REMI", "NAME", "IBAN", "BIC", "ACCT", "RTRN", "ORDP", "BENM", "ULTD",
        "ULTB", "TRTP", "ISDT", "TRCD", "CNTP", "INIT", "OCMT", "EXCH", "CHGS", "PURP", "SVCL", "RREF", "CSREF",
    ];

    private static readonly string[] PlusTags =
        ["EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "SVWZ+", "ABWA+", "ABWE+", "IBAN+", "BIC+", "COAM+", "OAMT+"];

    public static TextFacts Read(string text)
    {
        var facts = new TextFacts();
        if (IsNumbered(text)) ReadNumbered(text, ref facts);
        else if (text.StartsWith('/') && SlashAt(text, 0) is not null) ReadSlashes(text, ref facts);
        else if (FindPlus(text, 0).At >= 0) ReadPlus(text, ref facts);
        else facts.Remittance = Or(text.Trim(), null);
        return facts;
    }

    /// <summary>Whether lines of this text are parts of one stream of characters, not words of sentences.</summary>
    public static bool JoinsWithoutBlank(ReadOnlySpan<char> first) =>
        IsNumbered(first) || (first.Length > 5 && first[0] == '/' && char.IsAsciiLetterUpper(first[1]));

    // Three digits of the business code, then a separator of the bank's choice before each two-digit field number.
    private static bool IsNumbered(ReadOnlySpan<char> text) =>
        text.Length > 5 && !text[..3].ContainsAnyExceptInRange('0', '9') && !char.IsLetterOrDigit(text[3])
        && text[3] != ' ' && char.IsAsciiDigit(text[4]) && char.IsAsciiDigit(text[5]);

    private static void ReadNumbered(string text, ref TextFacts facts)
    {
        var separator = text[3];
        var words = new System.Text.StringBuilder();
        var position = 3;
        while (position + 3 <= text.Length)
        {
            var code = text.AsSpan(position + 1, 2);
            var next = NextField(text, position + 3, separator);
            var value = text.AsSpan(position + 3, next - position - 3);
            if (code[0] == '2' || code[0] == '6') words.Append(value);
            else if (code is "00") facts.Posting = value.Trim().ToString();
            else if (code is "30") facts.Agent = Or(value.Trim(), null);
            else if (code is "31") facts.Account = Or(value.Trim(), null);
            else if (code is "32" or "33") facts.Name = (facts.Name + value.ToString()).TrimEnd();
            position = next;
        }

        var remittance = words.ToString();
        if (FindPlus(remittance, 0).At >= 0) ReadPlus(remittance, ref facts);
        else facts.Remittance = Or(remittance.AsSpan().Trim(), null);
    }

    private static int NextField(string text, int from, char separator)
    {
        for (var at = text.IndexOf(separator, from); at >= 0; at = text.IndexOf(separator, at + 1))
            if (at + 2 < text.Length && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2])) return at;
        return text.Length;
    }

    private static void ReadPlus(string text, ref TextFacts facts)
    {
        var (at, tag) = FindPlus(text, 0);
        var before = text.AsSpan(0, at).Trim();
        if (!before.IsEmpty) facts.Remittance = before.ToString();
        while (at >= 0)
        {
            var from = at + tag.Length;
            var (next, nextTag) = FindPlus(text, from);
            var value = text.AsSpan(from, (next < 0 ? text.Length : next) - from).Trim();
            Take(tag[..^1] switch { "SVWZ" => "REMI", "MREF" => "MARF", var other => other }, value, ref facts);
            (at, tag) = (next, nextTag);
        }
    }

    private static (int At, string Tag) FindPlus(string text, int from)
    {
        for (var at = text.IndexOf('+', from); at >= 0; at = text.IndexOf('+', at + 1))
        {
            foreach (var tag in PlusTags)
            {
                var start = at - tag.Length + 1;
                if (start >= from && string.CompareOrdinal(text, start, tag, 0, tag.Length) == 0) return (start, tag);
            }
        }

        return (-1, "");
    }

    private static void ReadSlashes(string text, ref TextFacts facts)
    {
        var position = 0;
        while (position < text.Length)
        {
            var tag = SlashAt(text, position)!;
            var from = position + tag.Length + 2;
            var next = NextSlash(text, from);
            Take(tag, text.AsSpan(from, next - from).Trim().TrimEnd('/'), ref facts);
            position = next;
        }
    }

    private static string? SlashAt(string text, int at)
    {
        foreach (var tag in SlashTags)
            if (at + tag.Length + 1 < text.Length && text[at + tag.Length + 1] == '/'
                && string.CompareOrdinal(text, at + 1, tag, 0, tag.Length) == 0)
                return tag;
        return null;
    }

    private static int NextSlash(string text, int from)
    {
        if (from >= text.Length) return text.Length;
        for (var at = text.IndexOf('/', from); at >= 0; at = text.IndexOf('/', at + 1))
            if (SlashAt(text, at) is not null) return at;
        return text.Length;
    }

    private static void Take(string tag, ReadOnlySpan<char> value, ref TextFacts facts)
    {
        if (value.IsEmpty) return;
        switch (tag)
        {
            case "EREF":
                if (value is not ("NOTPROVIDED" or "NONREF")) facts.EndToEndId ??= value.ToString();
                break;
            case "KREF":
                facts.CustomerReference ??= value.ToString();
                break;
            case "MARF":
                facts.MandateId ??= value.ToString();
                break;
            case "REMI":
                facts.Remittance = facts.Remittance is null ? value.ToString() : $"{facts.Remittance} {value}";
                break;
            case "NAME" or "ABWA" or "ABWE":
                facts.Name ??= value.ToString();
                break;
            case "IBAN" or "ACCT":
                facts.Account ??= value.ToString();
                break;
            case "BIC":
                facts.Agent ??= value.ToString();
                break;
            case "RTRN":
                facts.ReturnCode ??= value.ToString();
                break;
        }
    }

    private static string? Or(ReadOnlySpan<char> text, string? none) => text.IsEmpty ? none : text.ToString();
}
