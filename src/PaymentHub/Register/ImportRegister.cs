using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>
/// The import that took the file; ask for its state until it is completed or refused. <paramref name="WasThere"/>: the
/// same file was received before, and the counts are those of then; <c>again=true</c> applies it anew.
/// </summary>
public sealed record ImportAccepted(Guid ImportId, bool WasThere = false);

/// <summary>
/// An import: rows of the file, rows processed so far, and what became of them. A trial run (<paramref name="DryRun"/>)
/// counts what would have become of them. <paramref name="Findings"/> are the first
/// <see cref="ImportRegister.FindingsShown"/> of <paramref name="FindingsTotal"/>. <paramref name="Failure"/> is the
/// code of the fault that ended it; it can be resumed.
/// </summary>
public sealed record ImportState(
    Guid ImportId, string Kind, string FileName, ImportStatus Status, bool DryRun, int Rows, int Processed, int Added,
    int Corrected, int Ended, int Unchanged, int Refused, int SetAside, string? Source, TextCoding Coding,
    TextCoding? DetectedCoding, LocalDate? PlacesAsOf, int FindingsTotal, IReadOnlyList<ImportFinding> Findings,
    string? Failure);

/// <summary>One page of the imports, the latest first, and how many there are in all.</summary>
public sealed record ImportList(IReadOnlyList<ImportLine> Items, long Total);

/// <summary>One page of the defects of an import.</summary>
public sealed record ImportFindings(IReadOnlyList<ImportFinding> Items, long Total);

/// <summary>
/// One page of what an import changes or changed, field by field; added rows are listed for trial runs only, and no
/// report has more than <see cref="ImportReport.MostChanges"/> lines.
/// </summary>
public sealed record ImportChanges(IReadOnlyList<RowChange> Items, long Total);

/// <summary>
/// Takes in a file of any kind of the register (nhập danh sách), as a trial run or to be applied, and tells what became
/// of each.
/// </summary>
public sealed class ImportRegister : IUseCase
{
    /// <summary>Findings that the state of an import carries; the rest is asked for by page.</summary>
    public const int FindingsShown = 1_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/register/imports", HandleAsync).RequirePermission(Permissions.RegisterImport).WithTags("Register")
            .TakesFile().Answers<ImportAccepted>("ImportRegister", StatusCodes.Status202Accepted);
        api.MapGet("/register/imports", ListAsync)
            .RequirePermission(Permissions.RegisterView).WithTags("Register").Answers<ImportList>("ListImports");
        api.MapGet("/register/imports/{importId:guid}", GetAsync)
            .RequirePermission(Permissions.RegisterView).WithTags("Register").Answers<ImportState>("GetImport");
        api.MapGet("/register/imports/{importId:guid}/findings", FindingsAsync)
            .RequirePermission(Permissions.RegisterView).WithTags("Register")
            .Answers<ImportFindings>("GetImportFindings");
        api.MapGet("/register/imports/{importId:guid}/changes", ChangesAsync)
            .RequirePermission(Permissions.RegisterImport).WithTags("Register")
            .Answers<ImportChanges>("GetImportChanges");
    }

    /// <summary>
    /// Receives a file of the register, decisions, deaths, moves, households, pensions, identifiers, places, areas
    /// or allotments, as CSV or XLSX; it is examined and applied afterwards, or with dryRun only examined against the
    /// register. The same bytes again are the same import, unless that one had refusals or again=true asks to apply
    /// them anew. source names a saved mapping of columns; coding converts from a legacy coding; placesAsOf is the day
    /// whose communes the file names.
    /// </summary>
    /// <remarks>Nhận tệp danh sách (CSV hoặc XLSX), chạy thử hoặc nhập thật.</remarks>
    public static async Task<IResult> HandleAsync(
        string kind, bool? dryRun, bool? again, string? source, string? coding, string? placesAsOf, HttpRequest request,
        ReceiveImport receive, NpgsqlDataSource data, CancellationToken cancellation)
    {
        if (KindOf(kind) is not { } known)
        {
            return Problems.BadRequest(
                "import-kind-invalid",
                $"Loại tệp phải là một trong: {string.Join(", ", FileKind.All.Keys)}.",
                $"The kind must be one of {string.Join(", ", FileKind.All.Keys)}.");
        }

        var (options, problem) = await OptionsOf(known, dryRun, source, coding, placesAsOf, data, cancellation);
        if (options is null) return problem!;
        var (name, content) = await UploadLimits.ReceiveAsync(request, cancellation);
        using var file = content;
        var (id, wasThere) = await receive.RunAsync(known, name, file, options, again == true, cancellation);
        return Results.Accepted($"/api/register/imports/{id}", new ImportAccepted(id, wasThere));
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

    /// <summary>How far the import has come, and the defects found so far, by row and column.</summary>
    /// <remarks>Tiến độ nhập tệp và các lỗi đã phát hiện theo dòng, cột.</remarks>
    public static async Task<IResult> GetAsync(
        Guid importId, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (await ReadImports.FindAsync(source, user, importId, cancellation) is not { } i) return NotFound();
        var findings = await ImportReport.FindingsAsync(source, importId, 0, FindingsShown, cancellation);
        var (n, o) = (i.Counts, i.Options);
        return Results.Ok(new ImportState(
            i.ImportId, FileKind.Of(i.Kind).Word, i.FileName, i.Status, o.IsDryRun, i.Rows, i.Processed, n.Added,
            n.Corrected, n.Ended, n.Unchanged, n.Refused, n.SetAside, o.Source, o.Coding, i.Detected, o.PlacesAsOf,
            i.Findings, findings, i.Failure));
    }

    /// <summary>One page of the defects of an import.</summary>
    /// <remarks>Các lỗi của một lần nhập, theo trang.</remarks>
    public static async Task<IResult> FindingsAsync(
        Guid importId, int? page, int? size, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (await ReadImports.FindAsync(source, user, importId, cancellation) is not { } import) return NotFound();
        var (offset, limit) = PageOf(page, size);
        var found = await ImportReport.FindingsAsync(source, importId, offset, limit, cancellation);
        return Results.Ok(new ImportFindings(found, import.Findings));
    }

    /// <summary>One page of what the import changes: row, field, old and new.</summary>
    /// <remarks>Nội dung thay đổi của một lần nhập: dòng, cột, giá trị cũ và mới.</remarks>
    public static async Task<IResult> ChangesAsync(
        Guid importId, int? page, int? size, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (await ReadImports.FindAsync(source, user, importId, cancellation) is null) return NotFound();
        var (offset, limit) = PageOf(page, size);
        var (items, total) = await ImportReport.ChangesAsync(source, importId, offset, limit, cancellation);
        return Results.Ok(new ImportChanges(items, total));
    }

    /// <summary>The kind that the API's word names, or null for any other word.</summary>
    public static ImportKind? KindOf(string? kind) =>
        kind is not null && FileKind.All.TryGetValue(kind, out var known) ? known.Kind : null;

    internal static IResult NotFound() => Problems.NotFound("lần nhập này", "such import");

    /// <summary>How the file is to be read, or what is wrong with the request.</summary>
    internal static async Task<(ImportOptions? Options, IResult? Problem)> OptionsOf(
        ImportKind kind, bool? dryRun, string? source, string? coding, string? placesAsOf, NpgsqlDataSource data,
        CancellationToken cancellation)
    {
        var known = TextCoding.Unicode;
        if (!string.IsNullOrEmpty(coding) && !Enum.TryParse(coding, ignoreCase: true, out known))
        {
            var words = string.Join(", ", Enum.GetNames<TextCoding>());
            return (null, Problems.BadRequest(
                "coding-invalid", $"Bảng mã phải là một trong: {words}.", $"The coding must be one of {words}."));
        }

        LocalDate? day = null;
        if (!string.IsNullOrEmpty(placesAsOf))
        {
            var parsed = LocalDatePattern.Iso.Parse(placesAsOf);
            if (!parsed.Success)
            {
                return (null, Problems.BadRequest(
                    "places-day-invalid", "Ngày của địa danh phải viết theo dạng yyyy-MM-dd.",
                    "The day of the places is written yyyy-MM-dd."));
            }

            day = parsed.Value;
        }

        ColumnMapping? mapping = null;
        var name = string.IsNullOrEmpty(source) ? null : source;
        if (name is not null) mapping = await ImportMappings.FindAsync(data, kind, name, cancellation);
        if (name is not null && mapping is null) return (null, Problems.NotFound("nguồn dữ liệu này", "such source"));
        return (new ImportOptions(dryRun == true, name, mapping, known, day), null);
    }

    private static (int Offset, int Limit) PageOf(int? page, int? size)
    {
        var limit = Math.Clamp(size ?? 100, 1, 1_000);
        return ((Math.Max(1, page ?? 1) - 1) * limit, limit);
    }
}
