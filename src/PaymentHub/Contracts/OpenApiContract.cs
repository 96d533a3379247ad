using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PaymentHub.Contracts;

/// <summary>
/// The contract of the HTTP API (OpenAPI 3.1): made from the mapped endpoints, served to signed-in users, and committed
/// as <c>openapi.json</c> so that every change of it is seen.
/// </summary>
public static class OpenApiContract
{
    public const string Bearer = "bearer";
    public const string Cookie = "cookie";
    public const string Problem = "Problem";

    private const string DocumentName = "v1";

    private const string About =
        """
        Welfare payments of the province Quảng Ngãi: from the register of beneficiaries to settled payments.

        Amounts are whole đồng (VND) as 64-bit integers. Moments are ISO 8601 in UTC, dates are dates in Vietnam, a
        period is a month `yyyy-MM`. Every problem is `application/problem+json` with a stable `code`, its text in
        Vietnamese (`detail`) and in English (`detailEn`); `x-problem-codes` lists them all. The description of each
        operation is in Vietnamese. What lies outside the user's scope is answered as if it did not exist.
        """;

    /// <summary>Status → name and meaning of the shared problem answers.</summary>
    public static IReadOnlyDictionary<string, (string Name, string Says)> ProblemResponses { get; } =
        new Dictionary<string, (string, string)>
        {
            ["400"] = ("BadRequest", "The request cannot be read."),
            ["401"] = ("NotSignedIn", "No sign-in, or it is refused or has run out."),
            ["403"] = ("NotPermitted", "Signed in, but not permitted."),
            ["404"] = ("NotFound", "There is no such thing in the user's scope."),
            ["409"] = ("ChangedMeanwhile", "Somebody else changed it in the same moment; read again and retry."),
            ["413"] = ("TooLarge", "The body is larger than the service takes."),
            ["422"] = ("Refused", "Understood and refused by a rule; nothing changed."),
            ["429"] = ("TooManyRequests", "Too many requests in a minute; see Retry-After."),
            ["500"] = ("Failed", "The service failed; nothing of the request was kept."),
        };

    /// <summary>Makes the document; needs no database.</summary>
    public static void AddOpenApiContract(this WebApplicationBuilder builder) =>
        builder.Services.AddOpenApi(DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = endpoint =>
                endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddSchemaTransformer(ApiSchemas.TransformAsync);
            options.AddOperationTransformer(OperationContract.TransformAsync);
            options.AddDocumentTransformer(TransformAsync);
        });

    /// <summary>Serves the document to whoever is signed in.</summary>
    public static void MapOpenApiContract(this WebApplication app) =>
        app.MapOpenApi("/api/openapi.json").RequireAuthorization();

    /// <summary>The document in its committed form: paths, components and tags in order.</summary>
    public static async Task<string> TextAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var provider = services.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName);
        var document = await provider.GetOpenApiDocumentAsync(cancellation);
        document.Servers = [];
        var node = JsonNode.Parse(
            await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation))!;
        CanonicalJson.Sort(node["paths"]);
        CanonicalJson.Sort(node["components"]);
        foreach (var (_, part) in node["components"]!.AsObject()) CanonicalJson.Sort(part);
        if (node["tags"] is JsonArray tags)
        {
            node["tags"] = new JsonArray([
                .. tags.Select(t => t!.DeepClone()).OrderBy(t => $"{t["name"]}", StringComparer.Ordinal),
            ]);
        }

        return CanonicalJson.Text(node);
    }

    private static Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo { Title = "PaymentHub", Version = "1", Description = About };
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The access token of POST /api/sign-in, for programs and the command line.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(Cookie, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = "hub.session",
            Description = "The session of the web. Writes also need the header RequestVerificationToken.",
        });
        document.AddComponent<IOpenApiSchema>(Problem, ProblemSchema());
        foreach (var (_, (name, says)) in ProblemResponses)
        {
            document.AddComponent<IOpenApiResponse>(name, ProblemResponse(document, says));
        }

        document.AddExtension("x-problem-codes", new JsonNodeExtension(CodeTable()));
        return Task.CompletedTask;
    }

    private static OpenApiResponse ProblemResponse(OpenApiDocument document, string says) => new()
    {
        Description = says,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, document) },
        },
    };

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "RFC 9457 problem details with a stable code and both texts.",
        Required = new HashSet<string> { "status", "code", "detail", "detailEn" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("A URI of the kind of problem."),
            ["title"] = Text("A short title."),
            ["status"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Description = "HTTP status.",
            },
            ["code"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Stable code; x-problem-codes says what each means.",
                Enum = [.. ProblemCodes.All.Select(c => (JsonNode)c.Code)],
            },
            ["detail"] = Text("What is wrong and what to do next, in Vietnamese."),
            ["detailEn"] = Text("The same in English."),
            ["traceId"] = Text("Leads to the service's log."),
        },
    };

    private static OpenApiSchema Text(string says) => new() { Type = JsonSchemaType.String, Description = says };

    private static JsonArray CodeTable() => new([
        .. ProblemCodes.All.Select(c => new JsonObject
        {
            ["code"] = c.Code,
            ["status"] = c.Status,
            ["meaning"] = c.Meaning,
            ["exampleVi"] = c.ExampleVi,
            ["exampleEn"] = c.ExampleEn,
        }),
    ]);
}
