using PaymentHub.BankFormats.Incoming.Lines;
using PaymentHub.BankFormats.Incoming.Tables;
using PaymentHub.BankFormats.Outgoing;

namespace PaymentHub.BankFormats.Incoming.Lists;

/// <summary>The rows of a pay list, whatever its kind: each is taken apart as the layout of its place says.</summary>
internal interface IListRows
{
    int Line { get; }

    /// <summary>Whether the present row came to its end; a text that is cut off ends without a line end.</summary>
    bool IsEnded { get; }

    bool Read();

    /// <summary>The present row's cells by a layout; null where it has another number of them.</summary>
    string[]? As(IReadOnlyList<ListCell> cells);
}

/// <summary>Rows of separated values or of a sheet.</summary>
internal sealed class CellRows(TableRows rows, ByteLines? lines) : IListRows
{
    public int Line => rows.Line;

    public bool IsEnded => lines?.IsEnded ?? true;

    public bool Read() => rows.Read();

    public string[]? As(IReadOnlyList<ListCell> cells)
    {
        // Programs that store a sheet again leave out empty cells at the end of a row, or add some.
        var isSheet = lines is null;
        if (isSheet ? rows.Count > cells.Count && rows.FirstFilled(cells.Count) >= 0 : rows.Count != cells.Count)
            return null;
        var values = new string[cells.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var text = i < rows.Count ? rows[i] : "";
            // The apostrophe keeps a spreadsheet from running a text as a formula; it is no part of the text.
            if (!isSheet && text is ['\'', '=' or '+' or '-' or '@', ..]) text = text[1..];
            values[i] = text.ToString();
        }

        return values;
    }
}

/// <summary>Lines of cells at fixed places.</summary>
internal sealed class FixedListRows(ByteLines lines) : IListRows
{
    private string _text = "";

    public int Line => lines.LineNo;

    public bool IsEnded => lines.IsEnded;

    public bool Read()
    {
        while (lines.Next())
        {
            lines.OpenEntry();
            _text = lines.Text().ToString();
            if (!string.IsNullOrWhiteSpace(_text)) return true;
        }

        return false;
    }

    public string[]? As(IReadOnlyList<ListCell> cells) => Cut(_text, cells);

    /// <summary>The cells of a line as far as it goes, of which the last may be broken off.</summary>
    public static string[] Pieces(string text, IReadOnlyList<ListCell> cells)
    {
        var values = new List<string>();
        var at = 0;
        foreach (var cell in cells)
        {
            if (at >= text.Length) break;
            var width = Math.Min(cell.Width ?? 0, text.Length - at);
            values.Add(text.Substring(at, width).Trim(' '));
            at += width;
        }

        return at == text.Length ? [.. values] : [];
    }

    /// <summary>The cells of a line; null where it is longer or shorter than they are.</summary>
    public static string[]? Cut(string text, IReadOnlyList<ListCell> cells)
    {
        var values = new string[cells.Count];
        var at = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var width = cells[i].Width ?? 0;
            if (at + width > text.Length) return null;
            values[i] = text.Substring(at, width).Trim(' ');
            at += width;
        }

        return at == text.Length ? values : null;
    }
}
