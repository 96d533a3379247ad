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

    private BankProfiles(IEnumerable<OutgoingProfile> profiles) =>
        _outgoing = profiles.ToDictionary(p => p.Code, StringComparer.Ordinal);

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

        return new BankProfiles(readings.Select(r => r.Profile!));
    }

    /// <summary>What this institution wants of the files that it gets.</summary>
    /// <exception cref="InvalidOperationException">There is no profile of it.</exception>
    public OutgoingProfile OutgoingOf(string institution) =>
        _outgoing.TryGetValue(institution, out var profile)
            ? profile
            : throw new InvalidOperationException(
                $"Chưa có hồ sơ kết nối của {institution}; thêm tệp vào bank-profiles. / There is no profile of "
                + $"{institution}; add one to bank-profiles.");

    private static IEnumerable<string> Files(string? ownFolder)
    {
        var own = string.IsNullOrWhiteSpace(ownFolder) ? [] : Directory.GetFiles(ownFolder, "*.json");
        var given = Directory.GetFiles(Path.Combine(ReferenceData.Folder, "bank-profiles"), "*.json");
        return own.Concat(given).DistinctBy(Path.GetFileName).Order(StringComparer.Ordinal);
    }
}
