namespace PaymentHub.BankFormats.Outgoing;

/// <summary>Reads the section <c>list</c> of a profile.</summary>
internal static class ListLayoutReader
{
    private const int WidestCell = 1_000;

    private static readonly (string Word, ListField Value)[] Fields =
        [.. Enum.GetValues<ListField>().Select(f => (Camel(f.ToString()), f))];

    // Fields of one payment; they mean nothing in a row before or after the payments.
    private static readonly ListField[] OfList =
    [
        ListField.Text, ListField.ValueDate, ListField.DebtorName, ListField.DebtorAccount, ListField.MessageId,
        ListField.CreatedDate, ListField.Count, ListField.Sum,
    ];

    public static ListLayout Read(ProfileNode node)
    {
        var kind = node.OneOf(
            "kind", ListKind.Csv, ("csv", ListKind.Csv), ("xlsx", ListKind.Xlsx), ("fixed-width", ListKind.FixedWidth));
        if (!node.Has("kind")) node.Text("kind");
        var layout = new ListLayout
        {
            Kind = kind,
            FileName = ProfileTexts.FileName(node),
            Encoding = node.OneOf(
                "encoding", ListEncoding.Utf8, ("utf-8", ListEncoding.Utf8), ("utf-8-mark", ListEncoding.Utf8Mark),
                ("ascii", ListEncoding.Ascii)),
            LineEnd = node.OneOf("lineEnd", "\r\n", ("crlf", "\r\n"), ("lf", "\n")),
            Separator = node.OneOf("separator", ',', (",", ','), (";", ';'), ("|", '|'), ("\t", '\t')),
            QuotesAlways = node.OneOf("quotes", false, ("needed", false), ("always", true)),
            Sheet = Sheet(node),
            HasTitles = node.Flag("titles"),
            Before = [.. node.Rows("before").Select(row => Cells(row, kind, isPayment: false))],
            Columns = Cells(node.Objects("columns"), kind, isPayment: true),
            After = [.. node.Rows("after").Select(row => Cells(row, kind, isPayment: false))],
        };
        CheckColumns(node, layout);
        node.End();
        return layout;
    }

    private static string Sheet(ProfileNode node)
    {
        var name = node.Text("sheet", "Sheet1");
        if (name.Length is < 1 or > 31 || name.Any(c => c is '[' or ']' or '*' or '?' or '/' or '\\' or ':'))
            node.Fail(
                "sheet", ProfileRule.Value, "Tên trang tính có 1–31 ký tự, không có []*?/\\:.",
                "A sheet's name has 1 to 31 characters without []*?/\\:.");
        return name;
    }

    private static void CheckColumns(ProfileNode node, ListLayout layout)
    {
        if (!layout.Columns.Any(c => c.Field == ListField.EndToEndId || c.Field == ListField.Remittance))
            node.Fail(
                "columns", ProfileRule.Missing, "Cần cột endToEndId hoặc remittance để nhận lại khoản chi.",
                "A column endToEndId or remittance is needed to know a payment again.");
        if (layout.Columns.All(c => c.Field != ListField.Amount))
            node.Fail("columns", ProfileRule.Missing, "Cần cột amount.", "A column amount is needed.");
        if (layout.HasTitles && layout.Columns.Any(c => c.Title.Length == 0))
            node.Fail(
                "columns", ProfileRule.Missing, "Danh sách có tiêu đề cần title ở mọi cột.",
                "A list with titles needs a title for every column.");
    }

    private static List<ListCell> Cells(List<ProfileNode> nodes, ListKind kind, bool isPayment) =>
        [.. nodes.Select(node => Cell(node, kind, isPayment))];

    private static ListCell Cell(ProfileNode node, ListKind kind, bool isPayment)
    {
        var field = node.Has("field") || !node.Has("text")
            ? node.OneOf("field", ListField.Text, Fields)
            : ListField.Text;
        if (field == ListField.Text) node.Text("text");
        if (!isPayment && !OfList.Contains(field))
            node.Fail(
                "field", ProfileRule.Conflict, "Trường này chỉ có ở từng khoản chi, không có ở dòng đầu hay cuối.",
                "This field belongs to one payment, not to a row before or after them.");
        var width = (int?)node.Whole("width", WidestCell);
        if (kind == ListKind.FixedWidth && width is null)
            node.Fail("width", ProfileRule.Missing, "Bản ghi cố định cần độ rộng.", "A fixed-width cell needs it.");
        var cell = new ListCell(
            field, node.Text("title", ""), node.Text("text", ""), width,
            node.OneOf("align", false, ("left", false), ("right", true)),
            node.OneOf("fill", ' ', (" ", ' '), ("0", '0')),
            node.OneOf(
                "date", "dd/MM/yyyy", ("dd/MM/yyyy", "dd/MM/yyyy"), ("yyyy-MM-dd", "uuuu-MM-dd"),
                ("yyyyMMdd", "uuuuMMdd"), ("ddMMyyyy", "ddMMuuuu")));
        CheckWords(node, "title", cell.Title);
        CheckWords(node, "text", cell.Text);
        node.End();
        return cell with { DateFormat = cell.DateFormat.Replace("yyyy", "uuuu", StringComparison.Ordinal) };
    }

    private static void CheckWords(ProfileNode node, string name, string text)
    {
        if (PaymentWords.Revealed(text) is { } word)
            node.Fail(
                name, ProfileRule.Wording,
                $"Không được có «{word}»: danh sách không được nói người nhận thuộc diện nào.",
                $"'{word}' may not stand here: a list must not tell why its people are paid.");
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
