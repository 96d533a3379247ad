namespace PaymentHub.BankFormats.Schema;

/// <summary>
/// Decimal numbers as XML Schema writes them: an optional sign, digits, and a point with or without digits on one side.
/// Digits are those of the value, so zeros in front or at the end of a fraction do not count.
/// </summary>
internal static class SchemaNumber
{
    public static ValueFault Check(ReadOnlySpan<char> text, ValueForm form)
    {
        var isNegative = text.StartsWith('-');
        if (isNegative || text.StartsWith('+')) text = text[1..];
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || !AreDigits(whole) || !AreDigits(fraction))
            return ValueFault.NotOfKind;
        whole = whole.TrimStart('0');
        fraction = fraction.TrimEnd('0');
        if (fraction.Length > form.FractionDigits || whole.Length + fraction.Length > form.TotalDigits)
            return ValueFault.TooManyDigits;
        return form.Least is { } least && IsBelow(least, isNegative, whole, fraction)
            ? ValueFault.TooSmall
            : ValueFault.None;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    // Least bounds are small whole numbers of one digit, zero or more.
    private static bool IsBelow(int least, bool isNegative, ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction)
    {
        var isZero = whole.IsEmpty && fraction.IsEmpty;
        if (isNegative && !isZero) return true;
        return whole.Length switch { 0 => least > 0, 1 => whole[0] - '0' < least, _ => false };
    }
}
