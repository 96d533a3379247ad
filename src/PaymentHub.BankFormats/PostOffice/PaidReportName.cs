using System.Text.RegularExpressions;
using NodaTime;

namespace PaymentHub.BankFormats.PostOffice;

/// <summary>Name of a report file: PAID-&lt;message id&gt;-&lt;yyyyMMdd&gt;.csv.</summary>
public static partial class PaidReportName
{
    /// <summary>False where the name is another or its date does not exist.</summary>
    public static bool TryParse(string fileName, out string messageId, out LocalDate date)
    {
        (messageId, date) = ("", default);
        var match = Form().Match(fileName);
        if (!match.Success) return false;
        messageId = match.Groups["id"].Value;
        var day = match.Groups["date"].Value;
        return FileDates.TryParseIso($"{day[..4]}-{day[4..6]}-{day[6..]}", out date);
    }

    [GeneratedRegex(@"^PAID-(?<id>[A-Za-z0-9]{1,35})-(?<date>[0-9]{8})\.csv$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
