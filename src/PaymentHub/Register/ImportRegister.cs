using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>The import that took the file; ask for its state until it is completed or refused.</summary>
public sealed record ImportAccepted(Guid ImportId);

/// <summary>
/// An import: rows of the file, rows processed so far, and how many were added, corrected, unchanged or refused.
/// </summary>
public sealed record ImportState(
    Guid ImportId, string Kind, string FileName, ImportStatus Status, int Rows, int Processed, int Added, int Corrected,
    int Unchanged, int Refused, IReadOnlyList<ImportFinding> Findings);

/// <summary>One page of the imports, the latest first, and how many there are in all.</summary>
public sealed record ImportList(IReadOnlyList<ImportLine> Items, long Total);

/// <summary>
/// Takes in a file of the register, of deaths or of allotments (nhập danh sách), and tells what became of each.
/// </summary>
public sealed class ImportRegister : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/register/imports", HandleAsync).RequirePermission(Permissions.RegisterImport).WithTags("Register")
            .TakesFile().Answers<ImportAccepted>("ImportRegister", StatusCodes.Status202Accepted);
        api.MapGet("/register/imports", ListAsync)
            .RequirePermission(Permissions.RegisterView).WithTags("Register").Answers<ImportList>("ListImports");
        api.MapGet("/register/imports/{importId:guid}", GetAsync)
            .RequirePermission(Permissions.RegisterView).WithTags("Register").Answers<ImportState>("GetImport");
    }

    /// <summary>
    /// Receives a file of the register, of deaths or of allotments, as CSV or XLSX; it is examined and applied
    /// afterwards. The same bytes again are the same import.
    /// </summary>
    /// <remarks>Nhận tệp danh sách đối tượng, khai tử hoặc dự toán (CSV hoặc XLSX).</remarks>
    public static async Task<IResult> HandleAsync(
        string kind, HttpRequest request, ReceiveImport receive, CancellationToken cancellation)
    {
        if (KindOf(kind) is not { } known)
        {
            return Problems.BadRequest(
                "import-kind-invalid",
                "Loại tệp phải là register, deaths hoặc allotments.",
                "The kind must be register, deaths or allotments.");
        }

        var (name, bytes) = await UploadLimits.ReadAsync(request, cancellation);
        var id = await receive.RunAsync(known, name, bytes, cancellation);
        return Results.Accepted($"/api/register/imports/{id}", new ImportAccepted(id));
    }

    /// <summary>The imports that the user may see, the latest first, one page at a time.</summary>
    /// <remarks>Các lần nhập danh sách.</remarks>
    public static async Task<IResult> ListAsync(
        int? page, int? size, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        var (items, total) = await ReadImports.QueryAsync(
            source, user, Math.Max(1, page ?? 1), Math.Clamp(size ?? 50, 1, 500), cancellation);
        return Results.Ok(new ImportList(items, total));
    }

    /// <summary>How far the import has come, and every defect found so far, by row and column.</summary>
    /// <remarks>Tiến độ nhập tệp và các lỗi đã phát hiện theo dòng, cột.</remarks>
    public static async Task<IResult> GetAsync(
        Guid importId, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (await ReadImports.FindAsync(source, user, importId, cancellation) is not { } i)
            return Problems.NotFound("lần nhập này", "such import");
        return Results.Ok(new ImportState(
            i.ImportId, i.Kind.ToString().ToLowerInvariant(), i.FileName, i.Status, i.Rows, i.Processed, i.Added,
            i.Corrected, i.Unchanged, i.Refused, i.Findings));
    }

    /// <summary>The kind that the API's word names, or null for any other word.</summary>
    public static ImportKind? KindOf(string? kind) => kind switch
    {
        "register" => ImportKind.Register,
        "deaths" => ImportKind.Deaths,
        "allotments" => ImportKind.Allotments,
        _ => null,
    };
}
