using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Contracts;

/// <summary>
/// The committed contract of the API is of use to a stranger: everything has a name, a meaning and a shape. That it is
/// the contract of this program, <c>contracts --check</c> says.
/// </summary>
public sealed class OpenApiTests
{
    private static readonly JsonNode Document = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "src", "PaymentHub", "openapi.json")))!;

    private static readonly (string Name, JsonNode Operation)[] Operations =
    [
        .. from path in Document["paths"]!.AsObject()
           from method in path.Value!.AsObject()
           select ($"{method.Key} {path.Key}", method.Value!),
    ];

    [Fact]
    public void It_is_OpenAPI_3_1() => $"{Document["openapi"]}".ShouldStartWith("3.1");

    [Fact]
    public void Every_operation_has_an_id_of_its_own() =>
        Operations.Select(o => $"{o.Operation["operationId"]}").ShouldBeUnique();

    [Fact]
    public void Every_operation_is_described_in_both_languages_and_has_a_tag() => Operations
        .Where(o => !HasText(o.Operation["summary"]) || !HasText(o.Operation["description"])
            || !HasText(o.Operation["operationId"]) || o.Operation["tags"] is not JsonArray { Count: > 0 }
            || $"{o.Operation["description"]}".All(char.IsAscii))
        .Select(o => o.Name)
        .ShouldBeEmpty();

    [Fact]
    public void Every_parameter_is_described() => (
        from o in Operations
        from parameter in o.Operation["parameters"] as JsonArray ?? []
        where !HasText(parameter!["description"])
        select $"{o.Name}: {parameter["name"]}").ShouldBeEmpty();

    [Fact]
    public void Every_success_has_a_shape_or_says_that_it_has_none() => (
        from o in Operations
        from response in o.Operation["responses"]!.AsObject()
        where response.Key == "200" && !HasShape(response.Value!)
        select o.Name).ShouldBeEmpty();

    [Fact]
    public void Every_body_has_a_shape() => (
        from o in Operations
        from content in o.Operation["requestBody"]?["content"] as JsonObject ?? []
        where content.Value?["schema"] is null
        select o.Name).ShouldBeEmpty();

    [Fact]
    public void Every_operation_but_signing_in_and_password_needs_somebody_signed_in() => Operations
        .Where(o => o.Operation["security"] is not JsonArray { Count: 2 })
        .Select(o => o.Name)
        .ShouldBe(["post /api/bank/token", "post /api/password", "post /api/sign-in"]);

    [Fact]
    public void Every_reference_leads_somewhere() => References(Document)
        .Distinct()
        .Where(r => r[2..].Split('/').Aggregate((JsonNode?)Document, (node, name) => node?[name]) is null)
        .ShouldBeEmpty();

    [Fact]
    public void Money_is_a_64_bit_integer() => (
        from schema in Document["components"]!["schemas"]!.AsObject()
        from property in schema.Value!["properties"] as JsonObject ?? []
        where property.Key.EndsWith("amount", StringComparison.OrdinalIgnoreCase)
        where $"{property.Value!["format"]}" != "int64"
        select $"{schema.Key}.{property.Key}").ShouldBeEmpty();

    private static bool HasText(JsonNode? node) => !string.IsNullOrWhiteSpace($"{node}");

    private static bool HasShape(JsonNode response) =>
        response["content"] is JsonObject { Count: > 0 } content && content.All(c => c.Value?["schema"] is not null);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(m => m is { Key: "$ref", Value: JsonValue }
            ? [$"{m.Value}"]
            : References(m.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
