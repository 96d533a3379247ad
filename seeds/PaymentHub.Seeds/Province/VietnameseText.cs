using System.Globalization;
using System.Text;
using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>How Vietnamese offices and banks write names, dates and months.</summary>
internal static class VietnameseText
{
    public static string Day(LocalDate date) => $"{Two(date.Day)}/{Two(date.Month)}/{Year(date)}";

    public static string Year(LocalDate date) => date.Year.ToString("0000", CultureInfo.InvariantCulture);

    public static string Month(YearMonth? month) => month is { } value
        ? $"{Two(value.Month)}/{value.Year.ToString("0000", CultureInfo.InvariantCulture)}"
        : "";

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Upper case without marks, as banks keep holder names. Đ does not decompose and is mapped by hand.
    /// </summary>
    public static string BankName(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var letter in name.Normalize(NormalizationForm.FormD))
        {
            if (letter is 'Đ' or 'đ')
                text.Append('D');
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }

    private static string Two(int value) => value.ToString("00", CultureInfo.InvariantCulture);
}
