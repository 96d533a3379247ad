namespace PaymentHub.BankFormats.Outgoing;

/// <summary>The width that a layout gives a cell.</summary>
internal static class CellWidth
{
    /// <summary>
    /// The text, which must fit its cell: names and remittance texts were cut to it before, and a part of an id, an
    /// account or an amount would be another one.
    /// </summary>
    public static string Within(WrittenCell cell)
    {
        if (cell.Layout.Width is not { } width || cell.Text.Length <= width) return cell.Text;
        throw new FileWriteException(
            cell.Where, $"«{cell.Text}» dài hơn {width} ký tự của cột.",
            $"'{cell.Text}' is longer than the {width} characters of its column.");
    }
}
