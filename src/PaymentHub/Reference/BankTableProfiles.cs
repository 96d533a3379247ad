using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Incoming.Tables;

namespace PaymentHub.Reference;

/// <summary>The layouts in which banks send tables: the sections <c>incoming</c> of the bank profiles.</summary>
public static class BankTableProfiles
{
    private static readonly Lazy<IReadOnlyList<TableProfile>> Loaded = new(Read);

    /// <summary>All of them, by file name.</summary>
    public static IReadOnlyList<TableProfile> All => Loaded.Value;

    /// <summary>
    /// How to judge under a profile: <c>tolerant</c>, <c>strict</c>, or the code of a bank, which is tolerant and knows
    /// that bank's tables only. Null for any other word.
    /// </summary>
    public static InspectionOptions? OptionsFor(string profile)
    {
        if (profile is "tolerant" or "strict")
            return new InspectionOptions { IsStrict = profile == "strict", TableProfiles = All };
        var bank = All.Where(p => p.Code.Equals(profile, StringComparison.OrdinalIgnoreCase)).ToList();
        return bank.Count == 0 ? null : new InspectionOptions { TableProfiles = bank };
    }

    private static List<TableProfile> Read()
    {
        var folder = Path.Combine(ReferenceData.Folder, "bank-profiles");
        return
        [
            .. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
                .Select(f => TableProfile.Read(File.ReadAllBytes(f))).OfType<TableProfile>(),
        ];
    }
}
