using PaymentHub.BankFormats.Text;

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
    private static readonly string[] PlusTags =
        ["EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "SVWZ+", "ABWA+", "ABWE+", "IBAN+", "BIC+", "COAM+", "OAMT+"];

    /// <summary>
    /// Takes the text apart. Remittance texts, which repeat through a file, come from <paramref name="repeated"/>.
    /// </summary>
    public static TextFacts Read(ReadOnlySpan<char> text, TextCache repeated)
    {
        var facts = new TextFacts();
        if (IsNumbered(text)) ReadNumbered(text, ref facts);
        else if (text.StartsWith('/') && SlashAt(text, 0) is var first and > 0)
            ReadSlashes(text, first, repeated, ref facts);
        else if (FindPlus(text, 0).At >= 0) ReadPlus(text, ref facts);
        else if (text.Trim() is { IsEmpty: false } words) facts.Remittance = repeated.Get(words);
        return facts;
    }

    /// <summary>Whether this stands where the payer gave no reference.</summary>
    public static bool IsNoId(ReadOnlySpan<char> id) => id is "NOTPROVIDED" or "NONREF";

    /// <summary>Whether lines of this text are parts of one stream of characters, not words of sentences.</summary>
    public static bool JoinsWithoutBlank(ReadOnlySpan<char> first) =>
        IsNumbered(first) || (first.Length > 5 && first[0] == '/' && char.IsAsciiLetterUpper(first[1]));

    // Three digits of the business code, then a separator of the bank's choice before each two-digit field number.
    private static bool IsNumbered(ReadOnlySpan<char> text) =>
        text.Length > 5 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2])
        && !char.IsLetterOrDigit(text[3]) && text[3] != ' ' && char.IsAsciiDigit(text[4])
        && char.IsAsciiDigit(text[5]);

    private static void ReadNumbered(ReadOnlySpan<char> text, ref TextFacts facts)
    {
        var separator = text[3];
        var words = new System.Text.StringBuilder();
        var position = 3;
        while (position + 3 <= text.Length)
        {
            var code = text.Slice(position + 1, 2);
            var next = NextField(text, position + 3, separator);
            var value = text[(position + 3)..next];
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

    private static int NextField(ReadOnlySpan<char> text, int from, char separator)
    {
        for (var at = from; at + 2 < text.Length; at++)
        {
            var next = text[at..].IndexOf(separator);
            if (next < 0) break;
            at += next;
            if (at + 2 < text.Length && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2])) return at;
        }

        return text.Length;
    }

    private static void ReadPlus(ReadOnlySpan<char> text, ref TextFacts facts)
    {
        var (at, tag) = FindPlus(text, 0);
        var before = text[..at].Trim();
        if (!before.IsEmpty) facts.Remittance = before.ToString();
        while (at >= 0)
        {
            var from = at + tag.Length;
            var (next, nextTag) = FindPlus(text, from);
            var value = text[from..(next < 0 ? text.Length : next)].Trim();
            Take(tag[..^1] switch { "SVWZ" => "REMI", "MREF" => "MARF", var other => other }, value, null, ref facts);
            (at, tag) = (next, nextTag);
        }
    }

    private static (int At, string Tag) FindPlus(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            var plus = text[at..].IndexOf('+');
            if (plus < 0) break;
            at += plus;
            foreach (var tag in PlusTags)
            {
                var start = at - tag.Length + 1;
                if (start >= from && text[start..].StartsWith(tag)) return (start, tag);
            }
        }

        return (-1, "");
    }

    // The first tag, of the given length, stands at the beginning.
    private static void ReadSlashes(
        ReadOnlySpan<char> text, int length, TextCache repeated, ref TextFacts facts)
    {
        var position = 0;
        while (position < text.Length)
        {
            var from = position + length + 2;
            var (next, nextLength) = NextSlash(text, from);
            Take(text.Slice(position + 1, length), text[from..next].Trim().TrimEnd('/'), repeated, ref facts);
            (position, length) = (next, nextLength);
        }
    }

    // The length of the tag between this slash and the next; 0 where no known tag stands there.
    private static int SlashAt(ReadOnlySpan<char> text, int at)
    {
        var rest = text[(at + 1)..];
        if (rest.Length < 4) return 0;
        // Tags have three to five letters.
        var length = rest[3] == '/' ? 3 : 0;
        for (var end = 4; length == 0 && end <= 5 && end < rest.Length; end++)
            if (rest[end] == '/') length = end;
        if (length == 0) return 0;
        return rest[..length] is "EREF" or "KREF" or "PREF" or "MARF" or "CSID" or "REMI" or "NAME" or "IBAN" or "BIC"
            or "ACCT" or "RTRN" or "ORDP" or "BENM" or "ULTD" or "ULTB" or "TRTP" or "ISDT" or "TRCD" or "CNTP"
            or "INIT" or "OCMT" or "EXCH" or "CHGS" or "PURP" or "SVCL" or "RREF" or "CSREF"
            ? length
            : 0;
    }

    // The next tag and its length; where there is none, the end of the text.
    private static (int At, int Length) NextSlash(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            var slash = text[at..].IndexOf('/');
            if (slash < 0) break;
            at += slash;
            if (SlashAt(text, at) is var length and > 0) return (at, length);
        }

        return (text.Length, 0);
    }

    private static void Take(
        ReadOnlySpan<char> tag, ReadOnlySpan<char> value, TextCache? repeated, ref TextFacts facts)
    {
        if (value.IsEmpty) return;
        switch (tag)
        {
            case "EREF":
                if (!IsNoId(value)) facts.EndToEndId ??= value.ToString();
                break;
            case "KREF":
                facts.CustomerReference ??= value.ToString();
                break;
            case "MARF":
                facts.MandateId ??= value.ToString();
                break;
            case "REMI":
                if (facts.Remittance is { } before) facts.Remittance = $"{before} {value}";
                else facts.Remittance = repeated?.Get(value) ?? value.ToString();
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
