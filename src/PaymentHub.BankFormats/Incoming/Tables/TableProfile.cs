using System.Buffers;
using System.Text.Json;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>How a bank's table is laid out in its file.</summary>
public enum TableKind
{
    Csv,
    Xlsx,

    /// <summary>Lines of columns at fixed places, their kind told by the first characters.</summary>
    Fixed,
}

/// <summary>One column: its title, what it holds, and for fixed places where it stands (from 1).</summary>
public sealed record TableColumn(string Title, string Field, int From, int Length);

/// <summary>
/// Hồ sơ tệp của ngân hàng: how one bank writes its statement as a table. Data, not code: the section
/// <c>incoming</c> of a bank profile.
/// </summary>
public sealed record TableProfile
{
    /// <summary>Fields that a column may hold.</summary>
    internal static readonly string[] Fields =
    [
        "", "no", "bookingDate", "valueDate", "amount", "debit", "credit", "side", "balance", "bankReference",
        "entryReference", "endToEndId", "account", "name", "agent", "remittance", "status", "reason", "code",
    ];

    /// <summary>What the rows around the entries may say.</summary>
    internal static readonly string[] LabelFields =
    [
        "", "account", "accountName", "currency", "id", "from", "to", "opening", "closing", "count", "credits",
        "debits", "countThenDebits",
    ];

    private Dictionary<string, string>? _labels;
    private SearchValues<char>? _labelInitials;
    private IReadOnlyList<string>? _tail;

    public required string Code { get; init; }

    public required TableKind Kind { get; init; }

    public char Separator { get; init; } = ',';

    /// <summary>Form of dates: digits d, M, y and what stands between them.</summary>
    public string Dates { get; init; } = "dd/MM/yyyy";

    /// <summary>Separator of thousands in amounts; none where '\0'.</summary>
    public char Group { get; init; }

    public char Decimal { get; init; } = '.';

    public string Currency { get; init; } = Currencies.Ledger;

    /// <summary>The account where the file names none: reports of money paid out from one known source.</summary>
    public string? Account { get; init; }

    /// <summary>
    /// Whether entries begin with a code of letters and digits in ASCII; otherwise they begin with a digit. Rows around
    /// them begin with neither.
    /// </summary>
    public bool LeadsWithCode { get; init; }

    /// <summary>Whether every amount without a side of its own is a debit (reports of money paid out).</summary>
    public bool AllDebits { get; init; }

    /// <summary>The word of the column <c>side</c> that means a debit.</summary>
    public string DebitWord { get; init; } = "D";

    /// <summary>The word of the column <c>status</c> for money that did not move; null where all moved.</summary>
    public string? UnmovedWord { get; init; }

    /// <summary>The word for money that did move, where no other is allowed; null where any other word is.</summary>
    public string? MovedWord { get; init; }

    /// <summary>
    /// How the text of a charge begins, for tables without a column of codes; what names a payment is none.
    /// </summary>
    public IReadOnlyList<string> ChargeWords { get; init; } = [];

    /// <summary>First characters of the lines of a fixed layout: heading, entry, trailer.</summary>
    public string HeadRecord { get; init; } = "H";

    public string EntryRecord { get; init; } = "D";

    public string TailRecord { get; init; } = "T";

    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>Labels of rows around the entries, each with what its next cell holds.</summary>
    public IReadOnlyDictionary<string, string> Labels
    {
        get;
        // What is worked out of the labels must not outlive them in a changed copy.
        init => (field, _labels, _labelInitials, _tail) = (value, null, null, null);
    } = new Dictionary<string, string>();

    /// <summary>Places in heading and trailer lines of a fixed layout.</summary>
    public IReadOnlyList<TableColumn> HeadColumns { get; init; } = [];

    public IReadOnlyList<TableColumn> TailColumns
    {
        get;
        init => (field, _tail) = (value, null);
    } = [];

    /// <summary>
    /// What shows that a table came to its end: the closing balance and the totals that the profile names. A table
    /// that lacks one of them is cut off; where a profile names none, nothing tells a short table from a cut one.
    /// </summary>
    internal IReadOnlyList<string> Tail => _tail ??=
    [
        .. Labels.Values.Concat(TailColumns.Select(c => c.Field))
            .SelectMany(f => f == "countThenDebits" ? ["count", "debits"] : new[] { f })
            .Where(f => f is "closing" or "count" or "credits" or "debits").Distinct(),
    ];

    /// <summary>
    /// Reads the section <c>incoming</c> of a profile; null where it has none. Throws
    /// <see cref="FormatException"/> with what is wrong.
    /// </summary>
    public static TableProfile? Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (!root.TryGetProperty("incoming", out var node)) return null;
        var fixedNode = node.TryGetProperty("records", out var records) ? records : default;
        var profile = new TableProfile
        {
            Code = root.GetProperty("code").GetString()!,
            Kind = Enum.Parse<TableKind>(node.GetProperty("kind").GetString()!, ignoreCase: true),
            Separator = Character(node, "separator", ','),
            Dates = Text(node, "dates", "dd/MM/yyyy"),
            Group = Character(node, "group", '\0'),
            Decimal = Character(node, "decimal", '.'),
            Currency = Text(node, "currency", Currencies.Ledger),
            Account = Text(node, "account", "") is { Length: > 0 } account ? account : null,
            LeadsWithCode = Text(node, "entriesBegin", "digit") == "code",
            AllDebits = Text(node, "sides", "") == "debit",
            DebitWord = Text(node, "debitWord", "D"),
            MovedWord = Text(node, "movedWord", "") is { Length: > 0 } moved ? moved.Normalize() : null,
            UnmovedWord = Text(node, "unmovedWord", "") is { Length: > 0 } word ? word.Normalize() : null,
            ChargeWords = node.TryGetProperty("chargeWords", out var words)
                ? [.. words.EnumerateArray().Select(w => w.GetString()!.Normalize())]
                : [],
            HeadRecord = Text(fixedNode, "head", "H"),
            EntryRecord = Text(fixedNode, "entry", "D"),
            TailRecord = Text(fixedNode, "tail", "T"),
            Columns = ReadColumns(node, "columns", Fields),
            HeadColumns = ReadColumns(node, "headColumns", LabelFields),
            TailColumns = ReadColumns(node, "tailColumns", LabelFields),
            Labels = ReadLabels(node),
        };
        return profile.Columns.Count > 0 ? profile : throw new FormatException($"{profile.Code}: columns.");
    }

    /// <summary>Whether these cells are the title row.</summary>
    internal bool IsTitle(IReadOnlyList<string> cells)
    {
        if (cells.Count < Columns.Count) return false;
        for (var i = 0; i < Columns.Count; i++)
            if (Plain(cells[i]) != Columns[i].Title) return false;
        return true;
    }

    /// <summary>Whether the present row is the title row.</summary>
    internal bool IsTitle(TableRows rows)
    {
        if (rows.Count < Columns.Count) return false;
        for (var i = 0; i < Columns.Count; i++)
            if (Plain(rows[i].ToString()) != Columns[i].Title) return false;
        return true;
    }

    /// <summary>
    /// Whether these cells are the first of the title row but not all; where the row is not <paramref name="isEnded"/>,
    /// the last of them may be the beginning of its title.
    /// </summary>
    internal bool BeginsTitle(IReadOnlyList<string> cells, bool isEnded)
    {
        if (cells.Count == 0 || cells.Count > Columns.Count || cells[0].Length == 0) return false;
        for (var i = 0; i < cells.Count - 1; i++)
            if (Plain(cells[i]) != Columns[i].Title) return false;
        var (last, title) = (Plain(cells[^1]), Columns[cells.Count - 1].Title);
        return isEnded ? last == title : title.StartsWith(last, StringComparison.Ordinal);
    }

    /// <summary>Whether a label of the rows before the entries begins with this text.</summary>
    internal bool BeginsHeadLabel(string text) =>
        text.Length > 0 && Labels.Any(
            l => IsOfHead(l.Value) && l.Key.StartsWith(Plain(text), StringComparison.Ordinal));

    /// <summary>Whether a field stands before the entries.</summary>
    internal bool IsOfHead(string field) => field != "countThenDebits" && !Tail.Contains(field);

    /// <summary>What the next cell holds after this one; null where this one is no label.</summary>
    internal string? LabelOf(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty || !BeginsLabel(cell[0])) return null;
        _labels ??= new Dictionary<string, string>(Labels, StringComparer.Ordinal);
        var text = cell.TrimEnd(':').TrimEnd();
        string? label;
        if (System.Text.Ascii.IsValid(text))
            return _labels.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out label) ? label : null;
        return _labels.TryGetValue(Plain(text.ToString()), out label) ? label : null;
    }

    // Rows of entries begin with what no label begins with. Marks may be composed or not, so only ASCII decides.
    private bool BeginsLabel(char first)
    {
        _labelInitials ??= SearchValues.Create([.. Labels.Keys.Where(l => l.Length > 0).Select(l => l[0])]);
        return !char.IsAscii(first) || char.IsAsciiLetter(first) || _labelInitials.Contains(first);
    }

    /// <summary>A text of a table as it is compared: composed, without surrounding blanks and colons.</summary>
    internal static string Plain(string text) => ComposedText.Of(text.Trim().TrimEnd(':').TrimEnd());

    private static string Text(JsonElement node, string name, string otherwise) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out var found)
            ? found.GetString()!
            : otherwise;

    private static char Character(JsonElement node, string name, char otherwise) =>
        Text(node, name, otherwise.ToString()) is { Length: 1 } text
            ? text[0]
            : throw new FormatException($"{name}: one character.");

    private static List<TableColumn> ReadColumns(JsonElement node, string name, string[] fields)
    {
        var columns = new List<TableColumn>();
        if (!node.TryGetProperty(name, out var list)) return columns;
        foreach (var column in list.EnumerateArray())
        {
            var field = Text(column, "field", "");
            if (field.Length > 0 && !fields.Contains(field)) throw new FormatException($"{name}: {field}.");
            columns.Add(new TableColumn(
                Plain(Text(column, "title", "")), field,
                column.TryGetProperty("from", out var from) ? from.GetInt32() : 0,
                column.TryGetProperty("length", out var length) ? length.GetInt32() : 0));
        }

        return columns;
    }

    private static Dictionary<string, string> ReadLabels(JsonElement node)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!node.TryGetProperty("labels", out var list)) return labels;
        foreach (var label in list.EnumerateObject())
        {
            if (!LabelFields.Contains(label.Name)) throw new FormatException($"labels: {label.Name}.");
            labels[Plain(label.Value.GetString()!)] = label.Name;
        }

        return labels;
    }
}
