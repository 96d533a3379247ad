using NodaTime;
using NodaTime.Text;
using PaymentHub.BankFormats.Outgoing;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Incoming.Lists;

/// <summary>What the cells of a row may hold.</summary>
internal static class ListCells
{
    private const int BinDigits = 6;

    /// <summary>
    /// Whether a row can be one of this layout: its fixed texts stand where they should, and what identifies has the
    /// form of it. Amounts and dates, which may be written wrongly, do not decide.
    /// </summary>
    public static bool Fit(string[]? values, IReadOnlyList<ListCell> cells)
    {
        if (values is null) return false;
        for (var i = 0; i < values.Length; i++)
            if (!Fits(values[i], cells[i])) return false;
        return true;
    }

    /// <summary>
    /// Whether these are the first cells of this layout, of which the last may be broken off: it shows some of what it
    /// must hold.
    /// </summary>
    public static bool Begin(string[] values, IReadOnlyList<ListCell> cells)
    {
        if (values.Length == 0 || values.Length > cells.Count || values[0].Length == 0) return false;
        for (var i = 0; i < values.Length - 1; i++)
            if (!Fits(values[i], cells[i])) return false;
        return Begins(values[^1], cells[values.Length - 1]);
    }

    /// <summary>Whether a row has the fixed texts of this layout, of which there must be one.</summary>
    public static bool HaveTexts(string[]? values, IReadOnlyList<ListCell> cells)
    {
        if (values is null) return false;
        var hasOne = false;
        for (var i = 0; i < values.Length; i++)
        {
            if (cells[i].Field != ListField.Text) continue;
            if (!IsSame(values[i], cells[i].Text)) return false;
            hasOne |= cells[i].Text.Length > 0;
        }

        return hasOne;
    }

    public static bool IsSame(string value, string text) =>
        string.Equals(ComposedText.Of(value.Trim()), ComposedText.Of(text.Trim()), StringComparison.Ordinal);

    public static bool TryDate(string value, ListCell cell, out LocalDate date) =>
        LocalDatePattern.CreateWithInvariantCulture(cell.DateFormat).Parse(value).TryGetValue(default, out date);

    private static bool Begins(string value, ListCell cell) => cell.Field switch
    {
        ListField.Text => ComposedText.Of(cell.Text).StartsWith(ComposedText.Of(value), StringComparison.Ordinal),
        // The first payment of a list is number one.
        ListField.Number => "1".StartsWith(value.TrimStart('0'), StringComparison.Ordinal),
        ListField.EndToEndId or ListField.MessageId or ListField.DebtorAccount => value.All(char.IsAsciiLetterOrDigit),
        ListField.BankBin => value.Length <= BinDigits && value.All(char.IsAsciiDigit),
        ListField.Amount or ListField.Count or ListField.Sum => value.All(char.IsAsciiDigit),
        _ => true,
    };

    private static bool Fits(string value, ListCell cell) => cell.Field switch
    {
        ListField.Text => IsSame(value, cell.Text),
        ListField.EndToEndId or ListField.MessageId or ListField.DebtorAccount =>
            value.Length > 0 && value.All(char.IsAsciiLetterOrDigit),
        ListField.BankBin => value.Length == BinDigits && value.All(char.IsAsciiDigit),
        _ => true,
    };
}
