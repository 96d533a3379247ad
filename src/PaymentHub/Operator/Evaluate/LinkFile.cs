using System.Globalization;
using NodaTime;
using PaymentHub.Domain.Reconciliation.Linkage;

namespace PaymentHub.Operator.Evaluate;

/// <summary>
/// A file of rows to be linked: which columns are what comes from the map, how dates and amounts are written is
/// recognised. What cannot be read is refused with its line, all lines at once.
/// </summary>
internal sealed class LinkFile
{
    private const int MostDecimals = 4;
    private const int MostErrors = 20;
    private static readonly string[] Nothing = ["", "nan", "null", "none", "n/a", "na", "-", "nat"];

    private readonly CsvTable _table;
    private readonly SideColumns _columns;
    private readonly List<string> _errors = [];
    private readonly decimal?[] _amounts;

    private LinkFile(string path, SideColumns columns)
    {
        (_table, _columns) = (CsvTable.Read(path), columns);
        _amounts = ReadAmounts();
    }

    /// <summary>Both files as rows, amounts in the smallest unit that either file writes.</summary>
    public static (LinkRow[] Left, LinkRow[] Right) Read(string left, string right, MatchingMap map)
    {
        var files = new[] { new LinkFile(left, map.Left), new LinkFile(right, map.Right) };
        var decimals = Decimals([.. files.SelectMany(f => f._amounts).OfType<decimal>()]);
        var rows = files.Select(f => f.Rows(decimals)).ToArray();
        var errors = files.SelectMany(f => f._errors).ToArray();
        if (errors.Length == 0) return (rows[0], rows[1]);
        var more = errors.Length > MostErrors ? $"\n… +{errors.Length - MostErrors}" : "";
        throw new RefusedException(string.Join('\n', errors.Take(MostErrors)) + more);
    }

    /// <summary>The pairs of a truth file with the columns <c>left</c> and <c>right</c>.</summary>
    public static List<(string Left, string Right)> ReadPairs(string path)
    {
        var table = CsvTable.Read(path);
        var (left, right) = (table.Column("left"), table.Column("right"));
        return [.. table.Rows.Select(r => (r.Fields[left].Trim(), r.Fields[right].Trim()))];
    }

    private decimal?[] ReadAmounts()
    {
        var amounts = new decimal?[_table.Rows.Count];
        if (One(_columns.Amount) is not { } column) return amounts;
        var written = _table.Rows.Select(r => Value(r.Fields, [column])).ToArray();
        var style = AmountStyle.Of(written.OfType<string>());
        for (var i = 0; i < amounts.Length; i++)
        {
            if (written[i] is not { } text) continue;
            amounts[i] = style.Parse(text);
            if (amounts[i] is null) Refuse(i, column, text, "không phải số tiền", "is no amount");
        }

        return amounts;
    }

    private LinkRow[] Rows(int decimals)
    {
        var (text, account, name) = (Columns(_columns.Text), Columns(_columns.Account), Columns(_columns.Name));
        var (ids, days) = (ReadIds(), ReadDates());
        var factor = (decimal)Math.Pow(10, decimals);
        return [.. _table.Rows.Select((row, i) => new LinkRow(
            ids[i], days[i], _amounts[i] is { } a ? (long)Math.Round(a * factor) : null, Value(row.Fields, text),
            Value(row.Fields, account), Value(row.Fields, name)))];
    }

    /// <summary>The ids, or the places of the rows where the file has none.</summary>
    private string[] ReadIds()
    {
        var columns = Columns(_columns.Id);
        var (ids, seen) = (new string[_table.Rows.Count], new Dictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < ids.Length; i++)
        {
            var (line, fields) = _table.Rows[i];
            ids[i] = Value(fields, columns) ?? (i + 1).ToString(CultureInfo.InvariantCulture);
            if (seen.TryAdd(ids[i], line)) continue;
            var first = seen[ids[i]];
            Refuse(i, columns.FirstOrDefault(), ids[i], $"đã có ở dòng {first}", $"is on line {first} too");
        }

        return ids;
    }

    private LocalDate?[] ReadDates()
    {
        var days = new LocalDate?[_table.Rows.Count];
        if (One(_columns.Date) is not { } column) return days;
        var written = _table.Rows.Select(r => Value(r.Fields, [column])).ToArray();
        var style = DateStyle.Of([.. written.OfType<string>()]);
        for (var i = 0; i < days.Length; i++)
        {
            if (written[i] is not { } text) continue;
            days[i] = style.Parse(text);
            if (days[i] is null) Refuse(i, column, text, "không phải ngày", "is no date");
        }

        return days;
    }

    // Nearly all values decide: a few computed with floating point must not make the unit smaller than a cent.
    private static int Decimals(decimal[] amounts)
    {
        for (var d = 0; d < MostDecimals; d++)
        {
            if (amounts.Count(a => Math.Round(a, d) == a) >= amounts.Length * 0.99) return d;
        }

        return MostDecimals;
    }

    private static string? Value(string[] fields, int[] columns)
    {
        if (columns.Length == 0) return null;
        var said = columns.Select(c => fields[c].Trim()).Where(f => !Nothing.Contains(f.ToLowerInvariant())).ToArray();
        return said.Length == 0 ? null : string.Join(' ', said);
    }

    private int[] Columns(string[] names) => [.. names.Select(_table.Column)];

    private int? One(string[] names) => names.Length switch
    {
        0 => null,
        1 => _table.Column(names[0]),
        _ => throw new RefusedException(
            $"Ngày và số tiền chỉ ở một cột: {string.Join(", ", names)}. / A date or an amount is one column only."),
    };

    private void Refuse(int row, int column, string value, string vietnamese, string english)
    {
        var (line, title) = (_table.Rows[row].Line, _table.Header(column));
        _errors.Add(
            $"{_table.Path}, dòng {line}, {title}: \"{value}\" {vietnamese}. / line {line}, {title}: {english}.");
    }
}
