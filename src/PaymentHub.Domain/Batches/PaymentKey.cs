using System.Globalization;
using NodaTime;

namespace PaymentHub.Domain.Batches;

/// <summary>
/// The deterministic key of a payment: payee (a person, or an insurance fund's list of one commune), programme, run
/// period and occurrence (0; one more for each supplement or re-issue). Two planners of the same month cannot make two
/// payments of it.
/// </summary>
public readonly record struct PaymentKey(Guid Payee, string Programme, YearMonth Period, int Occurrence)
{
    /// <summary>
    /// End-to-end identification (PmtId/EndToEndId) that every bank carries through, see <see cref="EndToEndId"/>.
    /// </summary>
    public string EndToEndId => Batches.EndToEndId.FromHash(Keys.HashOf(
        "payment",
        Payee.ToString("N"),
        Programme,
        PeriodIso.Format(Period),
        Occurrence.ToString(CultureInfo.InvariantCulture)));

    /// <summary>
    /// The payee key of an insurance fund's list for one commune, which stands where a person stands otherwise.
    /// </summary>
    public static Guid FundPayee(string fundCode, string commune) => Keys.GuidOf("fund-payee", fundCode, commune);
}

/// <summary>
/// Our end-to-end identification: 15 base-32 characters and a check character, 16 in all, so that it survives MT940's
/// reference field. The check character is the weighted sum (value × position) modulo 31 and catches every
/// single-character change of less than 31 and every swap of two neighbours.
/// </summary>
public static class EndToEndId
{
    public const int Length = 16;

    private const int CheckModulus = 31;

    public static string FromHash(ReadOnlySpan<byte> hash)
    {
        var body = Base32.Encode(hash, Length - 1);
        return body + CheckCharacter(body);
    }

    /// <summary>True for sixteen base-32 characters whose last one is the right check character.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length != Length) return false;
        foreach (var c in text)
        {
            if (!Base32.Alphabet.Contains(c, StringComparison.Ordinal)) return false;
        }

        return CheckCharacter(text[..(Length - 1)]) == text[^1];
    }

    private static char CheckCharacter(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            sum += Base32.Alphabet.IndexOf(body[i], StringComparison.Ordinal) * (i + 1);
        }

        return Base32.Alphabet[sum % CheckModulus];
    }
}
