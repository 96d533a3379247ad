using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;
using PaymentHub.Web;
using Wolverine.Marten;

namespace PaymentHub.Register;

/// <summary>The import that took the file; ask for its state until it is completed or refused.</summary>
public sealed record ImportAccepted(Guid ImportId);

/// <summary>
/// An import: rows of the file, rows processed so far, and how many were added, corrected, unchanged or refused.
/// </summary>
public sealed record ImportState(
    Guid ImportId, string Kind, string FileName, ImportStatus Status, int Rows, int Processed, int Added, int Corrected,
    int Unchanged, int Refused, IReadOnlyList<ImportFinding> Findings);

/// <summary>
/// Takes in a file of the register, of deaths or of allotments (nhập danh sách). It is kept as it came, read whole, and
/// either refused with every finding or applied; the same bytes again are the same import and change nothing.
/// </summary>
public sealed class ImportRegister : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/register/imports", HandleAsync).RequirePermission(Permissions.RegisterImport).WithTags("Register")
            .TakesFile().Answers<ImportAccepted>("ImportRegister", StatusCodes.Status202Accepted);
        api.MapGet("/register/imports/{importId:guid}", GetAsync)
            .RequirePermission(Permissions.RegisterView).WithTags("Register").Answers<ImportState>("GetImport");
    }

    /// <summary>
    /// Receives a file of the register, of deaths or of allotments, as CSV or XLSX; it is examined and applied
    /// afterwards. The same bytes again are the same import.
    /// </summary>
    /// <remarks>Nhận tệp danh sách đối tượng, khai tử hoặc dự toán (CSV hoặc XLSX).</remarks>
    public static async Task<IResult> HandleAsync(
        string kind, HttpRequest request, CurrentUser user, RawFiles files, NpgsqlDataSource source,
        IDocumentStore store, IMartenOutbox outbox, IClock clock, CancellationToken cancellation)
    {
        if (KindOf(kind) is not { } known)
        {
            return Problems.BadRequest(
                "import-kind-invalid",
                "Loại tệp phải là register, deaths hoặc allotments.",
                "The kind must be register, deaths or allotments.");
        }

        var (name, bytes) = await UploadLimits.ReadAsync(request, cancellation);
        var sha256 = await files.KeepAsync(bytes, cancellation);
        var id = ImportTable.IdOf(known, sha256);
        var answer = Results.Accepted($"/api/register/imports/{id}", new ImportAccepted(id));
        if (await ImportTable.FindAsync(source, id, cancellation) is not null) return answer;
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        outbox.Enroll(session);
        var item = new ImportItem(
            id, known, name, sha256, user.UserName, user.CommuneFilter(Permissions.RegisterImport),
            ImportStatus.Received, 0, 0, 0, 0, 0, 0, []);
        ImportTable.QueueReceived(session, item, clock.GetCurrentInstant());
        await outbox.PublishAsync(new ApplyImport(id));
        try
        {
            await session.SaveChangesAsync(cancellation);
        }
        catch (Exception e) when (IsSameImport(e))
        {
            // Another request received the same bytes in the same moment and applies them.
            return answer;
        }

        return answer;
    }

    /// <summary>How far the import has come, and every defect found so far, by row and column.</summary>
    /// <remarks>Tiến độ nhập tệp và các lỗi đã phát hiện theo dòng, cột.</remarks>
    public static async Task<IResult> GetAsync(Guid importId, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (await ImportTable.FindAsync(source, importId, cancellation) is not { } i)
            return Problems.NotFound("lần nhập này", "such import");
        return Results.Ok(new ImportState(
            i.ImportId, i.Kind.ToString().ToLowerInvariant(), i.FileName, i.Status, i.Rows, i.Processed, i.Added,
            i.Corrected, i.Unchanged, i.Refused, i.Findings));
    }

    private static ImportKind? KindOf(string kind) => kind switch
    {
        "register" => ImportKind.Register,
        "deaths" => ImportKind.Deaths,
        "allotments" => ImportKind.Allotments,
        _ => null,
    };

    private static bool IsSameImport(Exception e) =>
        (e as PostgresException ?? e.InnerException as PostgresException)?.SqlState == PostgresErrorCodes.UniqueViolation;
}
