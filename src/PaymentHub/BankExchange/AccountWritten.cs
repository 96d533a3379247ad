using PaymentHub.Reference;

namespace PaymentHub.BankExchange;

/// <summary>
/// Our account in the ways in which banks write it: with blanks, points or dashes between digits, behind the bank's
/// code and a slash, before the currency.
/// </summary>
internal static class AccountWritten
{
    private const string Currency = "VND";

    /// <summary>The sender's payer account where this is it, else the text as written.</summary>
    public static string Of(string written, Institution sender)
    {
        if (written == sender.Account) return written;
        var last = written[(written.LastIndexOf('/') + 1)..];
        var plain = string.Concat(last.Where(char.IsAsciiLetterOrDigit));
        if (plain.EndsWith(Currency, StringComparison.Ordinal)) plain = plain[..^Currency.Length];
        return plain == sender.Account ? sender.Account : written;
    }
}
