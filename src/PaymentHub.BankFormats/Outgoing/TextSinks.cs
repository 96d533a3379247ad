using System.Text;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>What lists of text have in common: encoding, which refuses what it cannot hold, and line ends.</summary>
internal abstract class TextSink : IListSink
{
    private readonly StreamWriter _output;
    private readonly string _lineEnd;

    protected TextSink(Stream output, ListLayout layout)
    {
        var encoding = layout.Encoding == ListEncoding.Ascii
            ? Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
            : new UTF8Encoding(layout.Encoding == ListEncoding.Utf8Mark, throwOnInvalidBytes: true);
        _output = new StreamWriter(output, encoding, bufferSize: 16 * 1024, leaveOpen: true);
        _lineEnd = layout.LineEnd;
        IsAscii = layout.Encoding == ListEncoding.Ascii;
    }

    private bool IsAscii { get; }

    public void Row(IReadOnlyList<WrittenCell> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            var text = Shown(cells[i], isFirst: i == 0);
            if (IsAscii && !Ascii.IsValid(text))
                throw new FileWriteException(
                    cells[i].Where, $"«{cells[i].Text}» có chữ mà bảng mã ASCII không ghi được.",
                    $"'{cells[i].Text}' has letters that ASCII cannot hold.");
            _output.Write(text);
        }

        _output.Write(_lineEnd);
    }

    public void Dispose() => _output.Dispose();

    protected abstract string Shown(WrittenCell cell, bool isFirst);
}

/// <summary>
/// Separated values, quoted as RFC 4180 has it. Text that a spreadsheet would run as a formula gets an apostrophe in
/// front, which the spreadsheet hides.
/// </summary>
internal sealed class CsvSink(Stream output, ListLayout layout) : TextSink(output, layout)
{
    private const string FormulaStarts = "=+-@\t\r";

    private readonly char _separator = layout.Separator;
    private readonly bool _quotesAlways = layout.QuotesAlways;

    protected override string Shown(WrittenCell cell, bool isFirst)
    {
        var text = CellWidth.Within(cell);
        if (!cell.IsNumber && text.Length > 0 && FormulaStarts.Contains(text[0])) text = "'" + text;
        var mustQuote = _quotesAlways || text.AsSpan().IndexOfAny("\"\r\n") >= 0 || text.Contains(_separator)
            || text.AsSpan().Trim().Length != text.Length;
        if (mustQuote) text = "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        return isFirst ? text : _separator + text;
    }
}

/// <summary>Cells at fixed places, filled up to their width.</summary>
internal sealed class FixedWidthSink(Stream output, ListLayout layout) : TextSink(output, layout)
{
    protected override string Shown(WrittenCell cell, bool isFirst)
    {
        var text = CellWidth.Within(cell);
        if (text.AsSpan().ContainsAnyInRange('\0', '\u001F'))
            throw new FileWriteException(cell.Where, "Có ký tự điều khiển.", "There is a control character.");
        var (width, fill) = (cell.Layout.Width ?? text.Length, cell.Layout.Fill);
        return cell.Layout.Right ? text.PadLeft(width, fill) : text.PadRight(width, fill);
    }
}
