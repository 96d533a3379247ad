using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>
/// What may be said of a commune's area (đặc điểm địa bàn): a row of <c>area-attributes.csv</c>. Communes of an
/// attribute with <paramref name="HasPriority"/> are planned, listed and released before the others.
/// </summary>
public sealed record AreaAttribute(
    string Code, string NameVi, string NameEn, bool HasPriority, string LegalBasis, bool Verified);

/// <summary>
/// An attribute of a commune with its first and last day; without a last day it goes on. <paramref name="Verified"/> is
/// false where the source is not the legal text.
/// </summary>
public sealed record CommuneArea(
    string Commune, string Attribute, LocalDate From, LocalDate? Until, string Source, bool Verified)
{
    /// <summary>True on the days on which the commune has the attribute.</summary>
    public bool IsOn(LocalDate day) => From <= day && (Until is null || day <= Until);
}

/// <summary>
/// The areas of communes through time. A question about a month is a question about its first day, because the list of
/// a month is made before it begins.
/// </summary>
public sealed class AreaBook
{
    /// <summary>The word for communes of which nothing is said.</summary>
    public const string None = "NONE";

    /// <summary>The word for communes that have priority, whatever their attribute.</summary>
    public const string Priority = "PRIORITY";

    private readonly ILookup<string, CommuneArea> _areas;
    private readonly Dictionary<string, int> _places;

    /// <summary>Checks the rows and builds the lookup.</summary>
    /// <exception cref="InvalidDataException">
    /// A row names no known attribute, ends before it begins, or overlaps another row of the same attribute.
    /// </exception>
    public AreaBook(IReadOnlyList<AreaAttribute> attributes, IEnumerable<CommuneArea> areas)
    {
        Attributes = attributes;
        _places = attributes.Select((a, i) => (a.Code, i)).ToDictionary(a => a.Code, a => a.i, StringComparer.Ordinal);
        List<CommuneArea> all = [.. areas];
        foreach (var area in all) Check(area);
        _areas = all.OrderBy(a => _places[a.Attribute]).ThenBy(a => a.From).ToLookup(a => a.Commune);
        foreach (var commune in _areas) CheckTerms([.. commune]);
    }

    /// <summary>The attributes that exist, in the order in which they are named.</summary>
    public IReadOnlyList<AreaAttribute> Attributes { get; }

    /// <summary>True for an attribute and for the two words that stand for several.</summary>
    public bool Knows(string area) => area is None or Priority || _places.ContainsKey(area);

    /// <summary>What is said of a commune on a day, in the order of the attributes.</summary>
    public IReadOnlyList<CommuneArea> Of(string commune, LocalDate day) =>
        [.. _areas[commune].Where(a => a.IsOn(day))];

    /// <summary>Everything that was ever said of a commune.</summary>
    public IReadOnlyList<CommuneArea> Of(string commune) => [.. _areas[commune]];

    /// <summary>The attribute behind a code.</summary>
    public AreaAttribute Named(string code) => Attributes[_places[code]];

    /// <summary>True where the commune comes before others on the day.</summary>
    public bool HasPriority(string commune, LocalDate day) =>
        _areas[commune].Any(a => a.IsOn(day) && Named(a.Attribute).HasPriority);

    /// <summary>
    /// One word for all attributes of a commune, so that every commune belongs to exactly one group and sums by group
    /// add up: codes joined by "+", or <see cref="None"/>.
    /// </summary>
    public string GroupOf(string commune, LocalDate day) =>
        string.Join('+', Of(commune, day).Select(a => a.Attribute)) is { Length: > 0 } group ? group : None;

    /// <summary>The communes that have an attribute, have priority, or of which nothing is said.</summary>
    public string[] Among(IEnumerable<string> communes, string area, LocalDate day) =>
    [
        .. communes.Where(c => area switch
        {
            None => Of(c, day).Count == 0,
            Priority => HasPriority(c, day),
            _ => Of(c, day).Any(a => a.Attribute == area),
        }),
    ];

    /// <summary>Communes with priority first, then the others, each part in its own order.</summary>
    public IEnumerable<T> InOrder<T>(IEnumerable<T> items, Func<T, string> commune, LocalDate day) =>
        items.OrderBy(i => HasPriority(commune(i), day) ? 0 : 1);

    private void Check(CommuneArea area)
    {
        if (!_places.ContainsKey(area.Attribute))
            throw new InvalidDataException($"Commune {area.Commune}: no area attribute is called {area.Attribute}.");
        if (area.Until < area.From)
            throw new InvalidDataException($"Commune {area.Commune}: {area.Attribute} ends before it begins.");
    }

    private static void CheckTerms(List<CommuneArea> areas)
    {
        for (var i = 1; i < areas.Count; i++)
        {
            if (areas[i].Attribute != areas[i - 1].Attribute) continue;
            if (areas[i - 1].Until is not { } until || until >= areas[i].From)
                throw new InvalidDataException(
                    $"Commune {areas[i].Commune}: two terms of {areas[i].Attribute} overlap.");
        }
    }
}
