using System.Globalization;
using NodaTime;
using PaymentHub.Domain;

namespace PaymentHub.Web;

/// <summary>How amounts, counts, months and moments are written for people, in the language of the request.</summary>
public static class Shown
{
    private static readonly DateTimeZone Here = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    internal static bool InEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>"1.250.000 đ", with a space that does not break.</summary>
    public static string Money(long dong) => Count(dong) + "\u00A0đ";

    /// <inheritdoc cref="Money(long)"/>
    public static string Money(Money amount) => Money(amount.Dong);

    /// <summary>A grouped whole number: "1.250" or, in English, "1,250".</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>"97,5 %" of a share in thousandths.</summary>
    public static string PerMille(int share) =>
        (share / 10m).ToString("0.0", CultureInfo.CurrentCulture) + "\u00A0%";

    /// <summary>"+3,2 bit" of evidence in thousandths of a bit.</summary>
    public static string Bits(long milliBits) =>
        (milliBits / 1_000m).ToString("+0.0;−0.0;0.0", CultureInfo.CurrentCulture) + "\u00A0bit";

    /// <summary>"Tháng 11/2026", in English "November 2026".</summary>
    public static string Period(YearMonth month) => InEnglish
        ? month.ToString("MMMM uuuu", CultureInfo.GetCultureInfo(WebSetup.English))
        : $"Tháng {month.Month:00}/{month.Year}";

    /// <summary>"11/2026" in both languages, for use in a sentence.</summary>
    public static string Month(YearMonth month) => month.ToString("MM/uuuu", CultureInfo.InvariantCulture);

    /// <summary>"22/10/2026" in both languages.</summary>
    public static string Date(LocalDate date) => date.ToString("dd/MM/uuuu", CultureInfo.InvariantCulture);

    /// <summary>The moment in Vietnamese time: "22/10/2026 08:05".</summary>
    public static string Moment(Instant at) =>
        at.InZone(Here).ToString("dd/MM/uuuu HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The text of a refusal in the language of the request.</summary>
    public static string Text(Refusal refusal) => InEnglish ? refusal.English : refusal.Vietnamese;

    /// <summary>Chooses between the two texts that data carries.</summary>
    public static string Text(string vietnamese, string english) => InEnglish ? english : vietnamese;
}
