using Marten;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Web;
using Wolverine.Marten;

namespace PaymentHub.Register;

/// <summary>
/// Stops an import between two transactions (hủy nhập), and lets it go on later. What was applied stays; the rest
/// waits. A trial run is applied from here too, with the same file read the same way.
/// </summary>
public sealed class StopImport : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/register/imports/{importId:guid}/cancel", CancelAsync)
            .RequirePermission(Permissions.RegisterImport).WithTags("Register")
            .Answers("CancelImport", StatusCodes.Status204NoContent);
        api.MapPost("/register/imports/{importId:guid}/resume", ResumeAsync)
            .RequirePermission(Permissions.RegisterImport).WithTags("Register")
            .Answers("ResumeImport", StatusCodes.Status202Accepted);
        api.MapPost("/register/imports/{importId:guid}/apply", ApplyAsync)
            .RequirePermission(Permissions.RegisterImport).WithTags("Register")
            .Answers<ImportAccepted>("ApplyTrial", StatusCodes.Status202Accepted);
    }

    /// <summary>Stops an import; rows that were applied stay applied.</summary>
    /// <remarks>Dừng một lần nhập; các dòng đã nhập vẫn giữ nguyên.</remarks>
    public static async Task<IResult> CancelAsync(
        Guid importId, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (await ReadImports.FindAsync(source, user, importId, cancellation) is null) return ImportRegister.NotFound();
        return await StopAsync(source, importId, cancellation) ? Results.NoContent() : NotInThisState();
    }

    /// <summary>Goes on with a stopped or failed import behind the last row that was applied.</summary>
    /// <remarks>Nhập tiếp một lần nhập đã dừng hoặc bị lỗi.</remarks>
    public static async Task<IResult> ResumeAsync(
        Guid importId, CurrentUser user, NpgsqlDataSource source, IDocumentStore store, IMartenOutbox outbox,
        CancellationToken cancellation)
    {
        if (await ReadImports.FindAsync(source, user, importId, cancellation) is not { } import)
            return ImportRegister.NotFound();
        return await GoOnAsync(import, source, store, outbox, cancellation)
            ? Results.Accepted($"/api/register/imports/{importId}")
            : NotInThisState();
    }

    /// <summary>Applies the file of a trial run, read the same way.</summary>
    /// <remarks>Nhập thật tệp đã chạy thử.</remarks>
    public static async Task<IResult> ApplyAsync(
        Guid importId, CurrentUser user, ReceiveImport receive, NpgsqlDataSource source,
        CancellationToken cancellation)
    {
        if (await ReadImports.FindAsync(source, user, importId, cancellation) is not { } trial)
            return ImportRegister.NotFound();
        return await ApplyTrialAsync(trial, receive, cancellation) is { } id
            ? Results.Accepted($"/api/register/imports/{id}", new ImportAccepted(id))
            : NotInThisState();
    }

    /// <summary>Stops an import that has not ended; false where it has.</summary>
    public static Task<bool> StopAsync(NpgsqlDataSource source, Guid importId, CancellationToken cancellation) =>
        ImportTable.TurnAsync(
            source, importId, [ImportStatus.Received, ImportStatus.Running], ImportStatus.Cancelled, cancellation);

    /// <summary>Goes on with a stopped or failed import; false where it was neither.</summary>
    public static async Task<bool> GoOnAsync(
        ImportItem import, NpgsqlDataSource source, IDocumentStore store, IMartenOutbox outbox,
        CancellationToken cancellation)
    {
        // A file that was never examined begins there; any other goes on behind its last row, a trial run anew.
        var to = import.Rows == 0 ? ImportStatus.Received : ImportStatus.Running;
        ImportStatus[] from = [ImportStatus.Cancelled, ImportStatus.Failed];
        if (!await ImportTable.TurnAsync(source, import.ImportId, from, to, cancellation)) return false;
        await using var session = store.LightweightSession();
        outbox.Enroll(session);
        await outbox.PublishAsync(new ApplyImport(import.ImportId));
        await session.SaveChangesAsync(cancellation);
        return true;
    }

    /// <summary>Orders the file of a trial run to be applied; null where it is none or was refused.</summary>
    public static async Task<Guid?> ApplyTrialAsync(
        ImportItem trial, ReceiveImport receive, CancellationToken cancellation) =>
        trial is { Options.IsDryRun: true, Status: ImportStatus.Completed }
            ? await receive.RunAsync(
                trial.Kind, trial.FileName, trial.Sha256, trial.Options with { IsDryRun = false }, cancellation)
            : null;

    private static IResult NotInThisState() => Problems.Of(
        StatusCodes.Status409Conflict, "import-state",
        "Lần nhập này không ở trạng thái cho phép thao tác đó.", "The import is not in a state for this.");
}
