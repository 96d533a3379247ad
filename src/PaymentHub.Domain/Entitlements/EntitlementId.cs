using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentHub.Domain.Entitlements;

/// <summary>The stream of one decision (quyết định hưởng); the same dossier number always gives the same id.</summary>
[JsonConverter(typeof(EntitlementIdJson))]
public readonly record struct EntitlementId(Guid Value)
{
    /// <summary>The id of the decision with this dossier number (mã hồ sơ).</summary>
    public static EntitlementId Of(string dossier) => new(Keys.GuidOf("entitlement", dossier));

    public override string ToString() => Value.ToString();
}

/// <summary>Reads and writes <see cref="EntitlementId"/> as a plain UUID string.</summary>
public sealed class EntitlementIdJson : JsonConverter<EntitlementId>
{
    public override EntitlementId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, EntitlementId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
