using System.Text.RegularExpressions;
using PaymentHub.Domain.Register;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The bank's words beside an entry as many may read them: of a name only the last word, of a number only its end, and
/// of the free text no word of a name that is known. What the matcher compares is the whole.
/// </summary>
internal static partial class MaskedWords
{
    private const int Shown = 4;

    /// <summary>All but the last word of a name hidden.</summary>
    public static string? Name(string? name) =>
        string.IsNullOrWhiteSpace(name) ? null : $"*** {name.Trim().Split(' ')[^1]}";

    /// <summary>A free text without its long numbers and without the words of these names.</summary>
    public static string? Text(string? text, params string?[] names)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var hidden = names.OfType<string>()
            .SelectMany(n => VietnameseText.BankName(n).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet(StringComparer.Ordinal);
        return Word().Replace(text.Trim(), word => hidden.Contains(VietnameseText.BankName(word.Value))
            ? "***"
            : LongNumber().Replace(word.Value, n => new string('*', n.Length - Shown) + n.Value[^Shown..]));
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex("[0-9]{6,}")]
    private static partial Regex LongNumber();
}
