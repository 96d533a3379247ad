using System.Globalization;

namespace PaymentHub.Web.Components;

/// <summary>An amount as a bank told it, of any currency and with all its digits.</summary>
public static class ToldAmount
{
    /// <summary>Whole numbers are grouped as the reader's language does it; others stay as they were told.</summary>
    public static string Of(string amount, string? currency)
    {
        var text = long.TryParse(amount, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? Shown.Count(whole)
            : amount;
        return currency is null or "VND" ? text : $"{text} {currency}";
    }
}
