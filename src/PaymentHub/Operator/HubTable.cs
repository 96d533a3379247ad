using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentHub.Operator;

/// <summary>A column: its title and what it shows of a row; numbers stand at the right.</summary>
internal sealed record HubColumn(string Title, Func<JsonNode, JsonNode?> Of, Func<JsonNode?, string>? Words = null);

/// <summary>Answers as text for people: aligned columns, amounts in groups of three.</summary>
internal static class HubTable
{
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    /// <summary>A column of the member of that name.</summary>
    public static HubColumn Column(string title, string member, Func<JsonNode?, string>? words = null) =>
        new(title, row => row[member], words);

    /// <summary>A table with a line under its titles; empty lists say so.</summary>
    public static string Of(JsonNode? rows, params HubColumn[] columns)
    {
        var lines = (rows as JsonArray ?? []).OfType<JsonNode>()
            .Select(row => columns.Select(c => CellOf(c, row)).ToArray()).ToList();
        if (lines.Count == 0) return "(không có dòng nào)";
        var widths = columns.Select((c, i) => Math.Max(c.Title.Length, lines.Max(l => l[i].Text.Length))).ToArray();
        var isNumber = columns
            .Select((_, i) => lines.TrueForAll(l => l[i].IsNumber || l[i].Text.Length == 0)).ToArray();
        var text = new StringBuilder();
        Write(text, [.. columns.Select(c => c.Title)], widths, isNumber);
        Write(text, [.. widths.Select(w => new string('─', w))], widths, isNumber);
        foreach (var line in lines) Write(text, [.. line.Select(c => c.Text)], widths, isNumber);
        return text.ToString().TrimEnd();
    }

    /// <summary>"1.250.000"; nothing where there is no number.</summary>
    public static string Number(JsonNode? node) =>
        node is null ? "" : node.GetValue<long>().ToString("N0", Vietnamese);

    /// <summary>The sum of a member over the rows, grouped.</summary>
    public static string Sum(JsonNode? rows, string member) =>
        (rows as JsonArray ?? []).Sum(r => r![member]!.GetValue<long>()).ToString("N0", Vietnamese);

    /// <summary>Lines of names and values, the values in one column.</summary>
    public static string Facts(params (string Name, string Value)[] facts)
    {
        var width = facts.Max(f => f.Name.Length);
        return string.Join('\n', facts.Select(f => $"{f.Name.PadRight(width)}  {f.Value}"));
    }

    private static (string Text, bool IsNumber) CellOf(HubColumn column, JsonNode row)
    {
        var node = column.Of(row);
        if (column.Words is { } words) return (words(node), false);
        return node?.GetValueKind() switch
        {
            JsonValueKind.Number => (Number(node), true),
            JsonValueKind.True => ("có", false),
            JsonValueKind.False => ("không", false),
            JsonValueKind.Array => (string.Join(", ", node.AsArray().Select(n => $"{n}")), false),
            null => ("", false),
            _ => ($"{node}", false),
        };
    }

    private static void Write(StringBuilder text, string[] cells, int[] widths, bool[] isNumber)
    {
        var line = cells.Select((c, i) => isNumber[i] ? c.PadLeft(widths[i]) : c.PadRight(widths[i]));
        text.Append(string.Join("  ", line).TrimEnd()).Append('\n');
    }
}
