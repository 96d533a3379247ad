using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// A child or a person cared for, on whom a decision rests. <paramref name="From"/> and <paramref name="Until"/>
/// (first month no longer) bound the months in which it does, beside the age that the rules set.
/// </summary>
public sealed record Dependant(LocalDate Born, YearMonth? From = null, YearMonth? Until = null);

/// <summary>
/// What the papers of a decision say beside its terms. <paramref name="Units"/>: number of martyrs, shares or persons
/// the amount is multiplied by. <paramref name="CertificateOn"/>: date of the disability certificate (giấy xác nhận
/// khuyết tật). <paramref name="ShareKey"/> names the couple, household with relief scheme, or person cared for, of
/// whom only one decision is paid. <paramref name="SupportedBefore"/>: months already supported elsewhere, counted
/// towards a lifetime limit. <paramref name="Dependants"/>: children of a lone parent, or the person cared for.
/// </summary>
public sealed record Circumstances(
    int? Units = null,
    LocalDate? CertificateOn = null,
    string? ShareKey = null,
    int SupportedBefore = 0,
    Dependants? Dependants = null)
{
    public static readonly Circumstances None = new();
}

/// <summary>Dependants in the order in which the papers name them; equal where the members are equal.</summary>
[JsonConverter(typeof(DependantsJson))]
public sealed class Dependants(IReadOnlyList<Dependant> members) : IReadOnlyList<Dependant>, IEquatable<Dependants>
{
    public int Count => members.Count;

    public Dependant this[int index] => members[index];

    public IEnumerator<Dependant> GetEnumerator() => members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(Dependants? other) => other is not null && members.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as Dependants);

    public override int GetHashCode() => members.Aggregate(members.Count, HashCode.Combine);
}

/// <summary>Reads and writes <see cref="Dependants"/> as a JSON array.</summary>
public sealed class DependantsJson : JsonConverter<Dependants>
{
    public override Dependants Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize<Dependant[]>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, Dependants value, JsonSerializerOptions options)
    {
        Dependant[] members = [.. value];
        JsonSerializer.Serialize(writer, members, options);
    }
}
