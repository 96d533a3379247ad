using NodaTime;

namespace PaymentHub.BankFormats.Incoming.Swift;

/// <summary>A balance field (<c>:60F:</c>, <c>:62M:</c>, <c>:64:</c>, …) taken apart.</summary>
internal readonly record struct BalanceField(bool IsDebit, LocalDate? Date, string? Currency, ExactAmount Amount)
{
    private const int DateDigits = 6;
    private const int CurrencyLetters = 3;

    public static FieldFault Parse(ReadOnlySpan<char> text, out BalanceField balance)
    {
        balance = default;
        text = text.Trim();
        if (text.IsEmpty || text[0] is not ('C' or 'D')) return FieldFault.Sign;
        var isDebit = text[0] == 'D';
        var rest = text[1..];
        LocalDate? date = null;
        if (rest.Length > DateDigits && !rest[..DateDigits].ContainsAnyExceptInRange('0', '9'))
        {
            if (SwiftDates.TryDate(rest, out var found)) date = found;
            else if (rest[..DateDigits].ContainsAnyExcept('0')) return FieldFault.Date;
            rest = rest[DateDigits..];
        }

        string? currency = null;
        if (rest.Length > CurrencyLetters && char.IsAsciiLetterUpper(rest[0]))
        {
            currency = rest[..CurrencyLetters].ToString();
            rest = rest[CurrencyLetters..];
        }

        if (!SwiftAmounts.TryParse(rest.Trim(), out var amount, out _)) return FieldFault.Amount;
        balance = new BalanceField(isDebit, date, currency, isDebit ? -amount : amount);
        return FieldFault.None;
    }

    /// <summary>A count and sum (<c>:90D:</c>, <c>:90C:</c>): <c>12EUR345,67</c>.</summary>
    public static bool TryTotal(ReadOnlySpan<char> text, out long count, out ExactAmount sum)
    {
        (count, sum) = (0, default);
        text = text.Trim();
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and < 10 && text.Length > digits + CurrencyLetters
            && long.TryParse(text[..digits], out count)
            && SwiftAmounts.TryParse(text[(digits + CurrencyLetters)..], out sum, out _);
    }
}
