using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Register;

namespace PaymentHub.Contracts;

/// <summary>The forms of values that the serializer writes by converters of its own, which no schema shows.</summary>
public static class ApiSchemas
{
    private static readonly Dictionary<Type,
        (JsonSchemaType Type, string? Format, string? Pattern, string Says)> Forms =
        new()
        {
            [typeof(Instant)] = (JsonSchemaType.String, "date-time", null, "A moment in UTC, ISO 8601."),
            [typeof(LocalDate)] = (JsonSchemaType.String, "date", null, "A date in Vietnam, ISO 8601."),
            [typeof(LocalTime)] = (JsonSchemaType.String, "time", null, "A time of day in Vietnam, ISO 8601."),
            [typeof(YearMonth)] = (JsonSchemaType.String, null, "^\\d{4}-\\d{2}$", "A month."),
            [typeof(Money)] = (JsonSchemaType.Integer, "int64", null, "Whole đồng."),
            [typeof(PersonalId)] = (JsonSchemaType.String, null, "^\\d{12}$", "A personal identification number."),
            [typeof(BirthDate)] = (
                JsonSchemaType.String, null, "^\\d{4}(-\\d{2}-\\d{2})?$", "A date of birth, or only its year."),
        };

    public static Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (Forms.TryGetValue(value, out var form))
        {
            schema.Type = value == type ? form.Type : form.Type | JsonSchemaType.Null;
            schema.Format = form.Format;
            schema.Pattern = form.Pattern;
            schema.Description ??= form.Says;
        }
        else if (value.IsEnum && schema.Enum is { Count: > 0 })
        {
            schema.Type = value == type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        }

        schema.Description = OperationContract.OneLine(schema.Description);
        return Task.CompletedTask;
    }
}
