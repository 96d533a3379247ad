using System.Globalization;
using CsvHelper;

namespace PaymentHub.Web;

/// <summary>A code and the name that people read.</summary>
public sealed record AreaName(string Code, string Name);

/// <summary>
/// Names of communes and paying institutions for pages, from the reference tables inside the assembly.
/// </summary>
public sealed class AreaNames
{
    private readonly Dictionary<string, string> _communeNames;
    private readonly Dictionary<string, string> _institutionNames;

    public AreaNames()
    {
        Communes = [.. Read("communes-quang-ngai.csv", "new_code", "name").OrderBy(a => a.Name, VietnameseOrder)];
        Institutions = [.. Read("institutions.csv", "code", "name_vi")];
        _communeNames = Communes.ToDictionary(a => a.Code, a => a.Name, StringComparer.Ordinal);
        _institutionNames = Institutions.ToDictionary(a => a.Code, a => a.Name, StringComparer.Ordinal);
    }

    /// <summary>All communes in Vietnamese alphabetical order.</summary>
    public IReadOnlyList<AreaName> Communes { get; }

    public IReadOnlyList<AreaName> Institutions { get; }

    private static StringComparer VietnameseOrder { get; } =
        StringComparer.Create(CultureInfo.GetCultureInfo(WebSetup.Vietnamese), ignoreCase: true);

    /// <summary>The name of a commune; the code itself where it is unknown.</summary>
    public string Commune(string code) => _communeNames.GetValueOrDefault(code, code);

    /// <summary>The name of a paying institution; the code itself where it is unknown.</summary>
    public string Institution(string code) => _institutionNames.GetValueOrDefault(code, code);

    /// <summary>The name of a paying institution without its branch, for narrow tables.</summary>
    public string ShortInstitution(string code) => Institution(code).Split(" chi nhánh ")[0];

    private static IEnumerable<AreaName> Read(string table, string code, string name)
    {
        using var stream = typeof(AreaNames).Assembly.GetManifestResourceStream($"reference/{table}")
            ?? throw new InvalidOperationException($"The reference table {table} is not in the assembly.");
        using var csv = CsvReader.Create(stream, new CsvReaderOptions());
        while (csv.Read()) yield return new(csv.GetString(code), csv.GetString(name));
    }
}
