using System.Collections.Immutable;
using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>
/// A unit that was dissolved (đơn vị hành chính cũ) and one unit that took it over; a unit that was split has several
/// rows. <paramref name="Until"/> is the last day on which the old unit existed.
/// </summary>
public sealed record FormerPlace(
    string Code, string Name, string District, string Province, string Successor, LocalDate Until);

/// <summary>
/// What a written place turned out to be: one commune in force, several that it may be, or none.
/// </summary>
/// <param name="Code">The commune in force, null where there is not exactly one.</param>
/// <param name="IsFormer">The file names a unit that no longer exists.</param>
/// <param name="Candidates">Every commune it may be, in the order of their codes.</param>
public readonly record struct PlaceReading(string? Code, bool IsFormer, ImmutableArray<string> Candidates)
{
    public static PlaceReading None { get; } = new(null, false, []);

    public bool IsAmbiguous => Candidates.Length > 1;
}

/// <summary>
/// Communes through time (NQ 1677/NQ-UBTVQH15, QĐ 19/2025/QĐ-TTg): 95 of the 96 codes of 2025-07-01 were codes of other
/// units before, so a code means something only together with the day of the list that it stands in.
/// </summary>
public sealed class PlaceBook
{
    private readonly ILookup<string, FormerPlace> _byCode;
    private readonly ILookup<string, FormerPlace> _byName;
    private readonly ILookup<string, (string Code, string Name)> _presentByName;
    private readonly Dictionary<string, string> _present;

    /// <summary>Builds the lookups.</summary>
    /// <param name="present">Code and official name of each commune in force.</param>
    /// <param name="former">The dissolved units with their successors.</param>
    public PlaceBook(IEnumerable<KeyValuePair<string, string>> present, IEnumerable<FormerPlace> former)
    {
        _present = present.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        _presentByName = _present.ToLookup(p => ShortKey(p.Value), p => (p.Key, p.Value));
        var all = former.ToList();
        _byCode = all.ToLookup(f => f.Code, StringComparer.Ordinal);
        _byName = all.ToLookup(f => ShortKey(f.Name), StringComparer.Ordinal);
    }

    /// <summary>
    /// Finds the commune in force for a code and a name as they were on a day. The code decides together with the name;
    /// the name alone decides where the code is empty or belongs to nobody, and a district behind the name ("Xã Trà
    /// Bùi, huyện Trà Bồng") narrows it. Two units are never told apart by a guess.
    /// </summary>
    public PlaceReading Find(string code, string name, LocalDate asOf)
    {
        var (written, district) = Split(name);
        var key = ShortKey(written);
        var known = _byCode[code].Where(f => asOf <= f.Until).ToList();
        var named = known.Where(f => key.Length == 0 || ShortKey(f.Name) == key).ToList();
        if (named.Count > 0) return Of(named.Select(f => f.Successor), isFormer: true);
        if (known.Count > 0) return Of([.. known.Select(f => f.Successor), .. ByName(key, district, asOf)], true);
        if (_present.TryGetValue(code, out var present) && (key.Length == 0 || ShortKey(present) == key))
            return new PlaceReading(code, false, [code]);
        return key.Length == 0 ? PlaceReading.None : Of(ByName(key, district, asOf), isFormer: true);
    }

    private IEnumerable<string> ByName(string key, string district, LocalDate asOf)
    {
        var former = _byName[key].Where(f => asOf <= f.Until).ToList();
        var inside = former.Where(f => district.Length > 0 && ShortKey(f.District) == district).ToList();
        if (inside.Count > 0) return inside.Select(f => f.Successor);
        return former.Count > 0 ? former.Select(f => f.Successor) : _presentByName[key].Select(p => p.Code);
    }

    private static PlaceReading Of(IEnumerable<string> successors, bool isFormer)
    {
        var found = successors.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        return found.Length switch
        {
            0 => PlaceReading.None,
            1 => new PlaceReading(found[0], isFormer, found),
            _ => new PlaceReading(null, isFormer, found),
        };
    }

    private static (string Name, string District) Split(string name)
    {
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? (name, "") : (name[..comma].Trim(), ShortKey(name[(comma + 1)..].Split(',')[0]));
    }

    private static string ShortKey(string name) => VietnameseKeys.ToneKey(Commune.WithoutType(name.Trim()));
}
