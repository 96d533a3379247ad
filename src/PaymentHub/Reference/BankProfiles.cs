using System.Text.Json;
using PaymentHub.BankFormats.Outgoing;

namespace PaymentHub.Reference;

/// <summary>
/// The bank profiles of <c>seeds/reference/bank-profiles</c>, read once at start. A folder named by
/// PAYMENTHUB_BANK_PROFILES holds a province's own, which stand in for those of the same file name. One slip in one of
/// them stops the start with file, place and rule: nothing is paid by half a profile.
/// </summary>
public sealed class BankProfiles
{
    /// <summary>Name of the setting that names the folder of one's own profiles.</summary>
    public const string FolderKey = "PAYMENTHUB_BANK_PROFILES";

    private readonly Dictionary<string, OutgoingProfile> _outgoing;
    private readonly Dictionary<string, string[]> _sends;
    private readonly Dictionary<string, ContinuityRule> _continuity;

    private BankProfiles(IEnumerable<OutgoingProfile> profiles, IReadOnlyList<string> files)
    {
        _outgoing = profiles.ToDictionary(p => p.Code, StringComparer.Ordinal);
        _sends = files.Select(SendsIn).ToDictionary(s => s.Code, s => s.Types);
        _continuity = files.Select(ContinuityRule.Read).ToDictionary(c => c.Code, c => c.Rule);
    }

    /// <summary>Reads the profiles, those of <paramref name="ownFolder"/> before the others.</summary>
    /// <exception cref="InvalidOperationException">A profile has a slip; the message names all of them.</exception>
    public static BankProfiles Load(string? ownFolder)
    {
        var readings = Files(ownFolder).Select(file =>
            OutgoingProfileReader.Read(Path.GetFileName(file), File.ReadAllBytes(file))).ToList();
        var slips = readings.SelectMany(r => r.Findings).ToList();
        if (slips.Count > 0)
        {
            throw new InvalidOperationException(string.Join(
                Environment.NewLine, slips.Select(s => $"{s.File} {s.Path} {s.Rule}: {s.TextVi} / {s.TextEn}")));
        }

        return new BankProfiles(readings.Select(r => r.Profile!), [.. Files(ownFolder)]);
    }

    /// <summary>
    /// The types of files that this institution may send, by the beginning of their names (<c>camt.053</c>,
    /// <c>MT940</c>); none where its profile lists none.
    /// </summary>
    public IReadOnlyList<string> SendsOf(string institution) => _sends.GetValueOrDefault(institution) ?? [];

    /// <summary>What a statement of this institution that does not follow the last one comes to.</summary>
    public ContinuityRule ContinuityOf(string institution) =>
        _continuity.GetValueOrDefault(institution) ?? ContinuityRule.Usual;

    private static (string Code, string[] Types) SendsIn(string file)
    {
        using var profile = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = profile.RootElement;
        string[] types = root.TryGetProperty("sends", out var sends)
            ? [.. sends.EnumerateArray().Select(s => s.GetString() ?? "").Where(s => s.Length > 0)]
            : [];
        return (root.GetProperty("code").GetString()!, types);
    }

    /// <summary>What this institution wants of the files that it gets.</summary>
    /// <exception cref="InvalidOperationException">There is no profile of it.</exception>
    public OutgoingProfile OutgoingOf(string institution) =>
        _outgoing.TryGetValue(institution, out var profile)
            ? profile
            : throw new InvalidOperationException(
                $"Chưa có hồ sơ kết nối của {institution}; thêm tệp vào bank-profiles. / There is no profile of "
                + $"{institution}; add one to bank-profiles.");

    /// <summary>The files of all profiles, by name.</summary>
    internal static IEnumerable<string> Files(string? ownFolder)
    {
        var own = string.IsNullOrWhiteSpace(ownFolder) ? [] : Directory.GetFiles(ownFolder, "*.json");
        var given = Directory.GetFiles(Path.Combine(ReferenceData.Folder, "bank-profiles"), "*.json");
        return own.Concat(given).DistinctBy(Path.GetFileName).Order(StringComparer.Ordinal);
    }
}
