namespace PaymentHub.Domain.Access;

/// <summary>How far a grant reaches.</summary>
public enum ScopeKind
{
    /// <summary>The whole province (toàn tỉnh).</summary>
    Province,

    /// <summary>A set of communes (xã, phường, đặc khu), by their codes.</summary>
    Communes,

    /// <summary>One paying institution (đơn vị chi trả), by its code.</summary>
    Institution,
}

/// <summary>The reach of a grant: a kind, and the codes that it names (none for the whole province).</summary>
public sealed record AccessScope(ScopeKind Kind, string[] Values)
{
    /// <summary>What another agency may read shared data for; empty for officers of the province.</summary>
    public SharingPurpose[] Purposes { get; init; } = [];

    public static AccessScope Province { get; } = new(ScopeKind.Province, []);

    /// <summary>The communes with these codes, kept sorted and once each so that equal scopes compare equal.</summary>
    public static AccessScope OfCommunes(params IEnumerable<string> codes) =>
        new(ScopeKind.Communes, [.. codes.Distinct().Order(StringComparer.Ordinal)]);

    public static AccessScope OfInstitution(string code) => new(ScopeKind.Institution, [code]);

    /// <summary>The same reach for these purposes, kept sorted and once each.</summary>
    public AccessScope For(params IEnumerable<SharingPurpose> purposes) =>
        this with { Purposes = [.. purposes.Distinct().Order()] };

    /// <summary>The communes that queries must be limited to; null where the scope does not limit them.</summary>
    public string[]? CommuneFilter => Kind == ScopeKind.Communes ? Values : null;

    /// <summary>The institutions that queries must be limited to; null where the scope does not limit them.</summary>
    public string[]? InstitutionFilter => Kind == ScopeKind.Institution ? Values : null;

    /// <summary>Whether something of this commune and this institution lies inside the scope.</summary>
    public bool Covers(string? commune, string? institution) => Kind switch
    {
        ScopeKind.Province => true,
        ScopeKind.Communes => commune is not null && Values.Contains(commune, StringComparer.Ordinal),
        ScopeKind.Institution => institution is not null && Values.Contains(institution, StringComparer.Ordinal),
        _ => false,
    };

    /// <summary>
    /// The reach of both together. Communes and an institution have no common scope, because filters are joined by
    /// "and"; the decisions keep bank grants apart from all others, so such a pair is a broken history and throws.
    /// </summary>
    public AccessScope Union(AccessScope other)
    {
        var purposes = Purposes.Union(other.Purposes);
        if (Kind == ScopeKind.Province || other.Kind == ScopeKind.Province) return Province.For(purposes);
        return Kind == other.Kind
            ? new AccessScope(Kind, [.. Values.Union(other.Values).Order(StringComparer.Ordinal)]).For(purposes)
            : throw new InvalidOperationException($"Scopes {Kind} and {other.Kind} cannot be joined.");
    }

    public bool Equals(AccessScope? other) =>
        other is not null && Kind == other.Kind && Values.SequenceEqual(other.Values, StringComparer.Ordinal)
        && Purposes.SequenceEqual(other.Purposes);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind);
        foreach (var value in Values) hash.Add(value, StringComparer.Ordinal);
        foreach (var purpose in Purposes) hash.Add(purpose);
        return hash.ToHashCode();
    }
}
