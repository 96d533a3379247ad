using System.Globalization;
using NodaTime;

namespace PaymentHub.Domain.Batches;

/// <summary>Why a batch exists beside the first one of its commune, programme, institution and period.</summary>
public enum BatchKind
{
    /// <summary>The month's own batch (number 0).</summary>
    Regular,

    /// <summary>Lines that became known after the regular batch was submitted.</summary>
    Supplement,

    /// <summary>Payments made again after a rejection or a return; takes no further money from the fund.</summary>
    Reissue,
}

/// <summary>
/// The business key of a payment batch (lô chi trả): one commune, one programme, one paying institution, one period and
/// a number (0 for the regular batch, then supplements and re-issues). The stream id follows from the key, so preparing
/// twice collides.
/// </summary>
public readonly record struct BatchKey(
    YearMonth Period, string Commune, string Programme, string Institution, int Number)
{
    /// <summary>Identity of the batch's stream.</summary>
    public Guid Id => Keys.GuidOf("batch", PeriodText, Commune, Programme, Institution, NumberText);

    /// <summary>What people call the batch, e.g. <c>2026-11/21025/HTXH/AGRI/0</c>.</summary>
    public string Code => $"{PeriodText}/{Commune}/{Programme}/{Institution}/{NumberText}";

    /// <summary>
    /// Payment information id (PmtInf/PmtInfId) of the batch in every instruction file: 16 characters A–Z2–7.
    /// </summary>
    public string PaymentInformationId => Base32.Encode(Keys.HashOf("pmtinf", Code), 16);

    private string PeriodText => PeriodIso.Format(Period);

    private string NumberText => Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Periods as ISO 8601 year and month, the one spelling in keys, files and addresses.</summary>
public static class PeriodIso
{
    public static string Format(YearMonth period) =>
        string.Create(CultureInfo.InvariantCulture, $"{period.Year:0000}-{period.Month:00}");

    /// <exception cref="FormatException">The text is not a period; for texts that were checked when they came
    /// in.</exception>
    public static YearMonth Parse(string text) =>
        TryParse(text, out var period) ? period : throw new FormatException($"'{text}' is not a period.");

    /// <summary>Reads <c>yyyy-MM</c>; anything else is not a period.</summary>
    public static bool TryParse(string? text, out YearMonth period)
    {
        period = default;
        if (text is not { Length: 7 } || text[4] != '-') return false;
        if (!int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year))
        {
            return false;
        }
        if (!int.TryParse(text.AsSpan(5, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var month))
        {
            return false;
        }
        if (year is < 1900 or > 2999 || month is < 1 or > 12) return false;
        period = new YearMonth(year, month);
        return true;
    }
}

/// <summary>RFC 4648 base-32 letters: the only characters that survive every bank's reference field.</summary>
public static class Base32
{
    public const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>
    /// The first <paramref name="length"/> characters of the bytes in base 32; needs 5 bits a character.
    /// </summary>
    public static string Encode(ReadOnlySpan<byte> bytes, int length)
    {
        Span<char> text = stackalloc char[length];
        var bit = 0;
        for (var i = 0; i < length; i++, bit += 5)
        {
            var window = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text[i] = Alphabet[(window >> (11 - bit % 8)) & 31];
        }

        return new string(text);
    }
}
