using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Incoming.Lists;
using PaymentHub.BankFormats.Incoming.Tables;
using PaymentHub.BankFormats.Outgoing;

namespace PaymentHub.Reference;

/// <summary>
/// How files that come in are read: the layouts in which banks send tables and in which we send them pay lists, and how
/// strictly each institution is read. The sections <c>incoming</c>, <c>outgoing</c> and <c>reading</c> of the bank
/// profiles, those of a province's own folder before the others.
/// </summary>
public sealed class BankTableProfiles
{
    private readonly List<PayListProfile> _lists;
    private readonly Dictionary<string, ReadingRule> _rules;

    private BankTableProfiles(IReadOnlyList<string> files)
    {
        All = [.. files.Select(f => TableProfile.Read(File.ReadAllBytes(f))).OfType<TableProfile>()];
        _lists =
        [
            .. files.Select(f => OutgoingProfileReader.Read(Path.GetFileName(f), File.ReadAllBytes(f)).Profile)
                .Where(p => p?.List is not null).Select(p => new PayListProfile(p!.Code, p.List!)),
        ];
        _rules = files.Select(ReadingRule.Read)
            .ToDictionary(r => r.Code, r => r.Rule, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The layouts of tables, by file name.</summary>
    public IReadOnlyList<TableProfile> All { get; }

    /// <summary>Reads the profiles, those of <paramref name="ownFolder"/> before the others.</summary>
    public static BankTableProfiles Load(string? ownFolder) => new([.. BankProfiles.Files(ownFolder)]);

    /// <summary>How the files of this institution are read.</summary>
    public ReadingRule RuleOf(string institution) => _rules.GetValueOrDefault(institution) ?? ReadingRule.Usual;

    /// <summary>The words that <see cref="OptionsFor"/> takes.</summary>
    public IReadOnlyList<string> Names => ["tolerant", "strict", .. _rules.Keys];

    /// <summary>
    /// How to judge under a profile: <c>tolerant</c>, <c>strict</c>, or the code of an institution, which knows that
    /// one's tables only and is as strict as its profile says. Null for any other word.
    /// </summary>
    public InspectionOptions? OptionsFor(string profile)
    {
        if (profile is "tolerant" or "strict")
            return new InspectionOptions
            {
                IsStrict = profile == "strict",
                TableProfiles = All,
                PayLists = _lists,
            };
        return _rules.TryGetValue(profile, out var rule) ? new InspectionOptions
        {
            IsStrict = rule.IsStrict,
            TableProfiles = [.. All.Where(p => IsOf(p.Code))],
            PayLists = [.. _lists.Where(p => IsOf(p.Code))],
        } : null;

        bool IsOf(string code) => code.Equals(profile, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The same for a file that is only tried: whoever tries it wants to know everything.</summary>
    public InspectionOptions? OptionsForTrying(string profile) =>
        OptionsFor(profile) is { } options ? options with { ChecksSchema = true } : null;
}
