using System.Globalization;
using System.Text;

namespace PaymentHub.Seeds.Province;

/// <summary>
/// Reads the tables that are built into the console: the shared reference CSVs and the generator's own lists.
/// </summary>
internal static class EmbeddedTables
{
    /// <summary>The rows of an embedded CSV, each a lookup by column name.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Rows(string resource)
    {
        using var reader = new StreamReader(Open(resource), Encoding.UTF8);
        string[]? header = null;
        foreach (var record in CsvText.Records(reader))
        {
            if (header is null)
                header = record;
            else
                yield return header.Zip(record)
                    .ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// The named lists of <c>Data/names.txt</c>: <c>key = value*weight,value</c>, weight 1 when absent.
    /// </summary>
    public static IReadOnlyDictionary<string, WeightedTable<string>> Lists(string resource)
    {
        var lists = new Dictionary<string, WeightedTable<string>>(StringComparer.Ordinal);
        foreach (var line in Text(resource).Split('\n').Select(line => line.Trim()))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var cut = line.IndexOf('=', StringComparison.Ordinal);
            lists.Add(line[..cut].Trim(), new WeightedTable<string>(line[(cut + 1)..].Split(',').Select(Entry)));
        }

        return lists;
    }

    public static string Text(string resource)
    {
        using var reader = new StreamReader(Open(resource), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static bool Exists(string resource) =>
        typeof(EmbeddedTables).Assembly.GetManifestResourceInfo(resource) is not null;

    private static (string Item, int Weight) Entry(string text)
    {
        var star = text.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? (text.Trim(), 1)
            : (text[..star].Trim(), int.Parse(text[(star + 1)..], CultureInfo.InvariantCulture));
    }

    private static Stream Open(string resource) =>
        typeof(EmbeddedTables).Assembly.GetManifestResourceStream(resource)
        ?? throw new InvalidOperationException($"The console carries no table named {resource}.");
}
