using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PaymentHub.Domain.Access;
using PaymentHub.Web;

namespace PaymentHub.Contracts;

/// <summary>
/// What every operation has in common: an id, who may call it, what its parameters mean, the file in its body, and the
/// problems that it may answer with.
/// </summary>
public static class OperationContract
{
    /// <summary>One name means one thing everywhere, so its description stands here once.</summary>
    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["account"] = "Account number.",
        ["after"] = "Cursor of the page before; the first page where it is left out.",
        ["batchId"] = "Id of a batch (lô chi trả).",
        ["caseId"] = "Id of a misuse case (vụ việc).",
        ["changeId"] = "Id of a proposed change of a payout.",
        ["coding"] = "Legacy coding to convert from: Tcvn3, Vni, Viqr or Windows1258; Unicode where it is left out.",
        ["day"] = "A day, yyyy-MM-dd.",
        ["dimensions"] = "Along what balances are divided, separated by commas: account, subAccount, commune, "
            + "programme, institution, source, month, year, booked; account where it is left out.",
        ["again"] = "True to look at the rows of a file anew that was applied before (nhập lại).",
        ["dryRun"] = "True to learn what the file would change without changing anything (chạy thử).",
        ["format"] = "xlsx for a workbook; CSV otherwise.",
        ["dossier"] = "Dossier number (mã hồ sơ), through all periods where no period is given.",
        ["area"] = "Only communes of an area: ISLAND, REMOTE, ETHNIC_MINORITY, BORDER, EXTREMELY_DIFFICULT, PRIORITY "
            + "(those that come first) or NONE.",
        ["by"] = "Parts of the plan, separated by commas: area, commune, programme, channel; the last three where it "
            + "is left out.",
        ["full"] = "True to tell numbers, names and groups in clear, which needs a reason and is logged.",
        ["asOf"] = "Instant of knowledge (theo hiểu biết lúc), ISO 8601 UTC; now where it is left out.",
        ["impactId"] = "Id of a preview of changed matching rules (xem trước tác động của quy tắc khớp).",
        ["change"] = "Gained, Lost or Changed.",
        ["rule"] = "Pass of the matcher, e.g. EndToEndId or AccountAndSum.",
        ["entry"] = "Number of the movement in its file, from 0.",
        ["breakId"] = "Id of a break (khoản chưa giải thích).",
        ["late"] = "True for only what is past its day and not resolved.",
        ["owner"] = "Only what this user is to clear; empty for what nobody has.",
        ["sort"] = "Order: date, due, amount, kind, owner or institution; with a minus before it for descending.",
        ["table"] = "A table of the rules: programs-rates, base-amounts, merit-wounded-rates or programme-rules.",
        ["sha256"] = "SHA-256 of a file's bytes, 64 hexadecimal digits.",
        ["commune"] = "Commune code (mã xã), five digits.",
        ["detector"] = "Code of a misuse detector.",
        ["endToEndId"] = "End-to-end id of a payment (mã lệnh): 15 base-32 characters and a check character.",
        ["fileId"] = "Id of a received bank file.",
        ["importId"] = "Id of an import.",
        ["instant"] = "A moment, ISO 8601 with offset or Z.",
        ["institution"] = "Code of a paying institution (đơn vị chi trả), e.g. AGRI or POST.",
        ["knownAt"] = "Instant of knowledge (thời điểm biết), ISO 8601 with offset or Z; now where it is left out.",
        ["key"] = "Key of what is asked for: an end-to-end id, a dossier, a batch id or code, a message or file id, "
            + "or an account.",
        ["kind"] = "Which kind of thing: for imports register, decisions, deaths, moves, households, "
            + "pensions, identifiers, places or allotments; for a history payment, person, batch, file or account.",
        ["fingerprint"] = "SHA-256 of a key, 64 hexadecimal digits.",
        ["step"] = "Step of the certification's script, such as TRUNCATED.",
        ["offset"] = "How many bytes of the file arrived before.",
        ["uploadId"] = "An upload that was begun.",
        ["messageId"] = "Message id of a file that we made.",
        ["month"] = "Month of entitlement (tháng hưởng), yyyy-MM, e.g. 2026-11.",
        ["no"] = "Number of the payment inside its batch, from 1.",
        ["page"] = "Page, from 1; 1 where it is left out.",
        ["ledgerAccount"] = "Only one account of the ledger, e.g. Bank or InTransit.",
        ["line"] = "Code of a line of the tie-out, e.g. in-transit; planned stands for all.",
        ["part"] = "Only one part of the difference: new, gone, amount, account or arrears.",
        ["placesAsOf"] = "Day whose administrative units the file names, yyyy-MM-dd; those in force otherwise.",
        ["purpose"] = "Why people's data is read: identityMatch, benefitCheck or statistics; it decides what is "
            + "masked and is logged.",
        ["period"] = "Month of payment (kỳ chi trả), yyyy-MM, e.g. 2026-11.",
        ["profile"] = "How strictly a tried file is judged: tolerant (where it is left out), strict, or a bank's code.",
        ["programme"] = "Programme code: TCXH, HTXH, NCC, BHYT or BHXHTN.",
        ["query"] = "Words to search for.",
        ["questionId"] = "Id of a row whose place is unclear.",
        ["receivableId"] = "Id of money that must come back (khoản phải thu hồi).",
        ["reason"] = "The reason for reading, as the log will show it.",
        ["since"] = "Cursor of the reading before; the beginning where it is left out.",
        ["source"] = "Name of the source (nguồn dữ liệu) whose saved mapping of columns is used.",
        ["size"] = "Items on a page, 1 to 500; 50 where it is left out.",
        ["status"] = "Only what stands at this status.",
        ["userName"] = "A user's sign-in name.",
        ["valueDate"] = "Value dates up to this day (ngày giá trị), yyyy-MM-dd; all where it is left out.",
        ["year"] = "Budget year (năm ngân sách), e.g. 2026.",
        ["together"] = "Months paid in one pay-out (chi gộp), 1 where it is left out; the catalogue sets the most.",
    };

    public static Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Summary = OneLine(operation.Summary);
        operation.Description = OneLine(operation.Description);
        operation.OperationId ??= NameOf(metadata.OfType<MethodInfo>().LastOrDefault());
        foreach (var parameter in operation.Parameters ?? [])
        {
            if (parameter is OpenApiParameter p) p.Description ??= Parameters.GetValueOrDefault(p.Name ?? "");
        }

        if (metadata.OfType<FileBody>().Any()) TakeFile(operation);
        DescribeAnswers(operation);
        var isAnonymous = metadata.OfType<IAllowAnonymous>().Any();
        if (!isAnonymous) Secure(operation, context, [.. metadata.OfType<IAuthorizeData>().Select(a => a.Policy)]);
        AddProblems(operation, context, isAnonymous);
        return Task.CompletedTask;
    }

    // An endpoint that gives itself no name is called by its use case and method.
    private static string? NameOf(MethodInfo? handler)
    {
        var method = handler?.Name.Replace("Async", "", StringComparison.Ordinal);
        return handler is null ? null : handler.DeclaringType!.Name + (method == "Handle" ? "" : method);
    }

    /// <summary>Text from the sources without their line breaks.</summary>
    internal static string? OneLine(string? text) =>
        text is null ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void TakeFile(OpenApiOperation operation)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Description = "The file's raw bytes.",
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/octet-stream"] = new()
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                },
            },
        };
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = UploadLimits.FileNameHeader,
            In = ParameterLocation.Header,
            Description = "The file's own name, percent-encoded UTF-8 (tên tệp).",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    private static void DescribeAnswers(OpenApiOperation operation)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is not OpenApiResponse answer) continue;
            answer.Description = status switch
            {
                "202" => "Taken; the work goes on.",
                "204" => "Done.",
                "200" => "Done; the answer.",
                _ => answer.Description,
            };
        }
    }

    private static void Secure(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, string?[] policies)
    {
        operation.Security =
        [
            new() { [new OpenApiSecuritySchemeReference(OpenApiContract.Bearer, context.Document)] = [] },
            new() { [new OpenApiSecuritySchemeReference(OpenApiContract.Cookie, context.Document)] = [] },
        ];
        if (policies.OfType<string>().FirstOrDefault() is not { } permission) return;
        operation.AddExtension("x-permission", new JsonNodeExtension(permission));
        operation.AddExtension("x-roles", new JsonNodeExtension(new JsonArray([
            .. Enum.GetValues<Role>().Where(role => Permissions.Of(role).Contains(permission))
                .Select(role => JsonValue.Create(role.ToString())),
        ])));
    }

    private static void AddProblems(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, bool isAnonymous)
    {
        var isWrite = context.Description.HttpMethod != HttpMethods.Get;
        var takesAny = operation.Parameters is { Count: > 0 } || operation.RequestBody is not null;
        operation.Responses ??= [];
        Add("400", takesAny);
        Add("401", true);
        Add("403", !isAnonymous);
        Add("404", takesAny);
        Add("409", isWrite && !isAnonymous);
        Add("413", operation.RequestBody is not null);
        Add("422", isWrite && !isAnonymous);
        Add("429", true);
        Add("500", true);

        void Add(string status, bool isPossible)
        {
            if (!isPossible) return;
            operation.Responses[status] = new OpenApiResponseReference(
                OpenApiContract.ProblemResponses[status].Name, context.Document);
        }
    }
}
