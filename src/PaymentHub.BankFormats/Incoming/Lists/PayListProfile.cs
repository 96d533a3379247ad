using PaymentHub.BankFormats.Outgoing;

namespace PaymentHub.BankFormats.Incoming.Lists;

/// <summary>
/// How one institution wants its pay list (danh sách chi): the layout by which it is written, and by which it is known
/// again when somebody tries such a file.
/// </summary>
/// <param name="Code">Code of the institution, such as AGRI.</param>
/// <param name="Layout">What stands where.</param>
public sealed record PayListProfile(string Code, ListLayout Layout)
{
    /// <summary>What a file of this layout is called: <c>paylist.csv</c>, <c>paylist.xlsx</c>,
    /// <c>paylist.fixed</c>.</summary>
    public string FormatName => Layout.Kind switch
    {
        ListKind.Csv => "paylist.csv",
        ListKind.Xlsx => "paylist.xlsx",
        _ => "paylist.fixed",
    };

    /// <summary>The layout of the list's first row.</summary>
    internal IReadOnlyList<ListCell> FirstRow => Layout.Before.Count > 0 ? Layout.Before[0]
        : Layout.HasTitles ? Titles
        : Layout.Columns;

    /// <summary>The row of titles as cells of fixed text.</summary>
    internal IReadOnlyList<ListCell> Titles =>
        [.. Layout.Columns.Select(c => new ListCell(ListField.Text, Text: c.Title, Width: c.Width))];
}
