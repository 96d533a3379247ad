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
    private readonly AreaName[] _institutions;
    private readonly AreaName[] _institutionsInEnglish;

    public AreaNames()
    {
        Communes = [.. Read("communes-quang-ngai.csv", "new_code", "name").OrderBy(a => a.Name, VietnameseOrder)];
        _institutions = [.. Read("institutions.csv", "code", "name_vi")];
        _institutionsInEnglish = [.. Read("institutions.csv", "code", "name_en")];
        _communeNames = Communes.ToDictionary(a => a.Code, a => a.Name, StringComparer.Ordinal);
    }

    /// <summary>All communes in Vietnamese alphabetical order.</summary>
    public IReadOnlyList<AreaName> Communes { get; }

    /// <summary>All paying institutions, named in the language of the request.</summary>
    public IReadOnlyList<AreaName> Institutions => Shown.InEnglish ? _institutionsInEnglish : _institutions;

    private static StringComparer VietnameseOrder { get; } =
        StringComparer.Create(CultureInfo.GetCultureInfo(WebSetup.Vietnamese), ignoreCase: true);

    /// <summary>The name of a commune; the code itself where it is unknown.</summary>
    public string Commune(string code) => _communeNames.GetValueOrDefault(code, code);

    /// <summary>The name of a paying institution; the code itself where it is unknown.</summary>
    public string Institution(string code) =>
        Institutions.FirstOrDefault(i => i.Code == code)?.Name ?? code;

    /// <summary>The name of a paying institution without its branch, for narrow tables.</summary>
    public string ShortInstitution(string code) =>
        Institution(code).Split(" chi nhánh ")[0].Split(" Quảng Ngãi branch")[0];

    private static IEnumerable<AreaName> Read(string table, string code, string name)
    {
        using var stream = typeof(AreaNames).Assembly.GetManifestResourceStream($"reference/{table}")
            ?? throw new InvalidOperationException($"The reference table {table} is not in the assembly.");
        using var csv = CsvReader.Create(stream, new CsvReaderOptions());
        while (csv.Read()) yield return new(csv.GetString(code), csv.GetString(name));
    }
}
