using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Contracts;

/// <summary>
/// The text of <c>events.json</c>: every event that may stand in a stream, its stable name and the JSON schema of its
/// stored body, made with the store's own serializer options.
/// </summary>
public static class EventContract
{
    private static readonly Dictionary<Type, (string Type, string Key, JsonNode Value)> ScalarForms = new()
    {
        [typeof(Instant)] = ("string", "format", "date-time"),
        [typeof(LocalDate)] = ("string", "format", "date"),
        [typeof(LocalTime)] = ("string", "format", "time"),
        [typeof(YearMonth)] = ("string", "pattern", "^\\d{4}-\\d{2}$"),
        [typeof(Money)] = ("integer", "format", "int64"),
        [typeof(Hundredths)] = ("integer", "format", "int64"),
        [typeof(PersonalId)] = ("string", "pattern", "^\\d{12}$"),
        [typeof(BirthDate)] = ("string", "pattern", "^\\d{4}(-\\d{2}-\\d{2})?$"),
        [typeof(long)] = ("integer", "format", "int64"),
        [typeof(Guid)] = ("string", "format", "uuid"),
    };

    private static readonly JsonSchemaExporterOptions Exporting = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Transform,
    };

    /// <summary>The whole file.</summary>
    public static string Text()
    {
        var events = new JsonObject();
        foreach (var (name, type) in EventTypes.All)
        {
            events[name] = new JsonObject
            {
                ["type"] = type.FullName,
                ["meaning"] = DocComments.SummaryOf(type),
                ["body"] = BodyOf(type),
            };
        }

        return CanonicalJson.Text(new JsonObject
        {
            ["about"] = "Stored events by their stable names. Written by the command \"contracts\"; a stored event is "
                + "never rewritten, so a body may gain optional members and loses or renames none.",
            ["events"] = events,
        });
    }

    /// <summary>The schema of the stored body of one event.</summary>
    public static JsonNode BodyOf(Type type) => StoredJson.Options.GetJsonSchemaAsNode(type, Exporting);

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = context.TypeInfo.Type;
        var value = Nullable.GetUnderlyingType(type) ?? type;
        var isOptional = value != type;
        if (ScalarForms.TryGetValue(value, out var form))
        {
            return new JsonObject { ["type"] = TypeOf(form.Type, isOptional), [form.Key] = form.Value.DeepClone() };
        }

        if (value.IsEnum && node is JsonObject names)
        {
            names.Insert(0, "type", TypeOf("string", isOptional));
            return names;
        }

        return node is JsonObject
            ? node
            : throw new InvalidOperationException($"{type} is stored in a form that the event contract does not know.");
    }

    private static JsonNode TypeOf(string name, bool isOptional) =>
        isOptional ? new JsonArray(name, "null") : JsonValue.Create(name);
}
