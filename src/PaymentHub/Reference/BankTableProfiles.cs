using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Incoming.Lists;
using PaymentHub.BankFormats.Incoming.Tables;
using PaymentHub.BankFormats.Outgoing;

namespace PaymentHub.Reference;

/// <summary>
/// The layouts in which banks send tables, and in which we send them pay lists: the sections <c>incoming</c> and
/// <c>outgoing</c> of the bank profiles.
/// </summary>
public static class BankTableProfiles
{
    private static readonly Lazy<IReadOnlyList<TableProfile>> Loaded = new(Read);
    private static readonly Lazy<IReadOnlyList<PayListProfile>> LoadedLists = new(ReadLists);

    /// <summary>All of them, by file name.</summary>
    public static IReadOnlyList<TableProfile> All => Loaded.Value;

    /// <summary>
    /// How to judge under a profile: <c>tolerant</c>, <c>strict</c>, or the code of a bank, which is tolerant and knows
    /// that bank's tables only. Null for any other word.
    /// </summary>
    public static InspectionOptions? OptionsFor(string profile)
    {
        if (profile is "tolerant" or "strict")
            return new InspectionOptions
            {
                IsStrict = profile == "strict",
                TableProfiles = All,
                PayLists = LoadedLists.Value,
            };
        var bank = All.Where(p => p.Code.Equals(profile, StringComparison.OrdinalIgnoreCase)).ToList();
        return bank.Count == 0 ? null : new InspectionOptions
        {
            TableProfiles = bank,
            PayLists = [.. LoadedLists.Value.Where(p => p.Code == bank[0].Code)],
        };
    }

    /// <summary>The same for a file that is only tried: whoever tries it wants to know everything.</summary>
    public static InspectionOptions? OptionsForTrying(string profile) =>
        OptionsFor(profile) is { } options ? options with { ChecksSchema = true } : null;

    private static List<TableProfile> Read() =>
        [.. Files().Select(f => TableProfile.Read(File.ReadAllBytes(f))).OfType<TableProfile>()];

    private static List<PayListProfile> ReadLists() =>
    [
        .. Files().Select(f => OutgoingProfileReader.Read(Path.GetFileName(f), File.ReadAllBytes(f)).Profile)
            .Where(p => p?.List is not null).Select(p => new PayListProfile(p!.Code, p.List!)),
    ];

    private static IOrderedEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(ReferenceData.Folder, "bank-profiles"), "*.json")
            .Order(StringComparer.Ordinal);
}
