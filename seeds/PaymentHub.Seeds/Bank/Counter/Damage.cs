using System.Text;
using System.Text.RegularExpressions;

namespace PaymentHub.Seeds.Bank.Counter;

/// <summary>Spoils the bytes of a statement the way transfers and careless programmes do.</summary>
internal static partial class Damage
{
    private const byte LatinE = 0xE9;

    /// <summary>The first two thirds.</summary>
    public static byte[] Truncated(byte[] bytes) => bytes[..(bytes.Length * 2 / 3)];

    /// <summary>One letter of a text in Latin-1, which no UTF-8 reader can take for a letter.</summary>
    public static byte[] WrongCharset(byte[] bytes)
    {
        var spoiled = bytes.ToArray();
        var at = spoiled.AsSpan().IndexOf("CHI TRA"u8);
        if (at < 0)
            at = spoiled.AsSpan().IndexOf("CAP KINH"u8);
        if (at < 0)
            throw new InvalidOperationException("No text to spoil.");
        spoiled[at + 1] = LatinE;
        return spoiled;
    }

    /// <summary>True where <see cref="WrongCharset"/> finds a text.</summary>
    public static bool HasText(byte[] bytes) =>
        bytes.AsSpan().IndexOf("CHI TRA"u8) >= 0 || bytes.AsSpan().IndexOf("CAP KINH"u8) >= 0;

    /// <summary>The declared number of entries, one too many.</summary>
    public static byte[] WrongTotals(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return Encoding.UTF8.GetBytes(EntryCount().Replace(text, match =>
            FormattableString.Invariant($"<NbOfNtries>{long.Parse(match.Groups[1].ValueSpan, null) + 1}<"), 1));
    }

    [GeneratedRegex("<NbOfNtries>([0-9]+)<")]
    private static partial Regex EntryCount();
}
