using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>What a paying institution is: a bank executes transfers, the post office pays cash.</summary>
public enum InstitutionKind
{
    Bank,
    Post,
}

/// <summary>
/// The first month of a decision by the rule of its group, from the day it was signed, the day of the disability
/// certificate and the birth date.
/// </summary>
public delegate YearMonth FirstMonthRule(
    string programme, string group, LocalDate signedOn, LocalDate? certificateOn, LocalDate? born);

/// <summary>
/// The reference data against which rows are read, fixed for one import. Lookups return the reference's own string, so
/// a file of a million rows does not keep a million copies of its codes.
/// </summary>
public sealed class RegisterReference
{
    private readonly FrozenDictionary<string, Commune> _communes;
    private readonly FrozenDictionary<string, string> _banks;
    private readonly FrozenDictionary<string, (string Code, InstitutionKind Kind)> _institutions;
    private readonly FrozenDictionary<string, (string Code, FrozenDictionary<string, string> Groups)> _programmes;
    private readonly FrozenSet<string> _injuryGroups;
    private readonly bool[] _prefixes = new bool[1000];

    /// <summary>Builds the lookups.</summary>
    /// <param name="communes">Commune code to official name with its type ("Xã Ba Tơ"), as in force.</param>
    /// <param name="bankBins">NAPAS numbers of banks that can receive.</param>
    /// <param name="institutions">Code and kind of each paying institution.</param>
    /// <param name="programmeGroups">Programme code and group code of each known group.</param>
    /// <param name="injuryGroups">Codes of groups paid by injury percentage, 21 to 100 (TB, TBB).</param>
    /// <param name="personalIdPrefixes">Three-digit prefixes of the provinces before 2025-07-01.</param>
    /// <param name="asOf">The business date of the import: later dates are in the future.</param>
    public RegisterReference(
        IEnumerable<KeyValuePair<string, string>> communes,
        IEnumerable<string> bankBins,
        IEnumerable<KeyValuePair<string, InstitutionKind>> institutions,
        IEnumerable<(string Programme, string Group)> programmeGroups,
        IEnumerable<string> injuryGroups,
        IEnumerable<string> personalIdPrefixes,
        LocalDate asOf)
    {
        _communes = communes.ToFrozenDictionary(c => c.Key, c => new Commune(c.Key, c.Value));
        _banks = bankBins.Distinct().ToFrozenDictionary(b => b, b => b);
        _institutions = institutions.ToFrozenDictionary(i => i.Key, i => (i.Key, i.Value));
        _programmes = programmeGroups.GroupBy(g => g.Programme).ToFrozenDictionary(
            g => g.Key, g => (g.Key, g.Select(x => x.Group).Distinct().ToFrozenDictionary(x => x, x => x)));
        _injuryGroups = injuryGroups.ToFrozenSet();
        foreach (var prefix in personalIdPrefixes) _prefixes[int.Parse(prefix, null)] = true;
        AsOf = asOf;
    }

    private RegisterReference(RegisterReference of)
    {
        (_communes, _banks, _institutions) = (of._communes, of._banks, of._institutions);
        (_programmes, _injuryGroups, _prefixes) = (of._programmes, of._injuryGroups, of._prefixes);
        (AsOf, FirstMonth, AreaAttributes) = (of.AsOf, of.FirstMonth, of.AreaAttributes);
    }

    /// <summary>The same reference for a list that names the communes of an earlier day.</summary>
    public RegisterReference With(PlaceBook places, LocalDate? placesAsOf) =>
        new(this) { Places = places, PlacesAsOf = placesAsOf };

    /// <summary>
    /// Programmes whose money goes to the insurance fund: health-insurance and voluntary social-insurance subsidy.
    /// </summary>
    public static FrozenSet<string> FundProgrammes { get; } = FrozenSet.Create("BHYT", "BHXHTN");

    public LocalDate AsOf { get; }

    /// <summary>The first month of a decision by the rules; null where no rules are at hand.</summary>
    public FirstMonthRule? FirstMonth { get; init; }

    /// <summary>The attributes that a commune's area may have.</summary>
    public IReadOnlyList<AreaAttribute> AreaAttributes { get; init; } = [];

    /// <summary>Communes through time, where a file may name units of an earlier day.</summary>
    public PlaceBook? Places { get; private init; }

    /// <summary>The day whose communes a file names; null for the communes in force.</summary>
    public LocalDate? PlacesAsOf { get; private init; }

    /// <summary>True where the prefix names a province; people registered abroad have country prefixes.</summary>
    public bool KnowsPrefix(int prefix) => _prefixes[prefix];

    /// <summary>True where the group's amount depends on the injury percentage.</summary>
    public bool NeedsInjuryPercent(string group) => _injuryGroups.Contains(group);

    internal bool TryCommune(string code, [NotNullWhen(true)] out Commune? commune) =>
        _communes.TryGetValue(code, out commune);

    internal bool TryBank(string bin, [NotNullWhen(true)] out string? known) => _banks.TryGetValue(bin, out known);

    internal bool TryInstitution(string code, out (string Code, InstitutionKind Kind) institution) =>
        _institutions.TryGetValue(code, out institution);

    internal bool TryProgramme(string code, out string known)
    {
        var found = _programmes.TryGetValue(code, out var programme);
        known = programme.Code;
        return found;
    }

    internal bool TryGroup(string programme, string code, [NotNullWhen(true)] out string? known)
    {
        known = null;
        return _programmes.TryGetValue(programme, out var found) && found.Groups.TryGetValue(code, out known);
    }
}

/// <summary>
/// One commune in force. Its name is recognised with or without the type word (Xã, Phường, Đặc khu), in any letter case
/// and tone placement; accents decide, because Ba Tơ and Ba Tô are two communes.
/// </summary>
internal sealed class Commune(string code, string name)
{
    private static readonly string[] TypeWords =
        ["Đặc khu ", "Phường ", "Thị trấn ", "Xã ", "Huyện ", "Thị xã ", "Thành phố "];

    private readonly string _short = WithoutType(name);
    private readonly string _key = VietnameseKeys.ToneKey(name);
    private readonly string _shortKey = VietnameseKeys.ToneKey(WithoutType(name));

    public string Code => code;

    public bool IsNamed(string written)
    {
        if (string.Equals(written, name, StringComparison.Ordinal)) return true;
        if (string.Equals(written, _short, StringComparison.Ordinal)) return true;
        var key = VietnameseKeys.ToneKey(written);
        return string.Equals(key, _key, StringComparison.Ordinal)
            || string.Equals(key, _shortKey, StringComparison.Ordinal);
    }

    /// <summary>The name without the word for the kind of unit.</summary>
    public static string WithoutType(string name)
    {
        var type = TypeWords.FirstOrDefault(t => name.StartsWith(t, StringComparison.OrdinalIgnoreCase));
        return type is null ? name : name[type.Length..];
    }
}
