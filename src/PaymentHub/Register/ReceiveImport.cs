using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;
using Wolverine.Marten;

namespace PaymentHub.Register;

/// <summary>
/// Keeps a file as it came and orders its application. It is then read whole, and either refused with every finding or
/// applied; the same bytes again, read the same way, are the same import and change nothing, unless the earlier one had
/// refusals, which the register may since have cured, or somebody asks for it: then its rows are looked at anew. A
/// trial run is each time its own, because what it reports depends on what the register holds.
/// </summary>
public sealed class ReceiveImport(
    CurrentUser user, RawFiles files, NpgsqlDataSource source, IDocumentStore store, IMartenOutbox outbox, IClock clock)
{
    /// <returns>The import's id, which follows from the kind, the options and the bytes alone.</returns>
    public async Task<Guid> RunAsync(
        ImportKind kind, string fileName, FileContent content, ImportOptions options,
        CancellationToken cancellation) =>
        (await RunAsync(kind, fileName, content, options, again: false, cancellation)).ImportId;

    /// <inheritdoc cref="RunAsync(ImportKind, string, string, ImportOptions, bool, CancellationToken)"/>
    public async Task<(Guid ImportId, bool WasThere)> RunAsync(
        ImportKind kind, string fileName, FileContent content, ImportOptions options, bool again,
        CancellationToken cancellation) =>
        await RunAsync(kind, fileName, await files.KeepAsync(content, cancellation), options, again, cancellation);

    /// <summary>The same for a file whose bytes are kept already.</summary>
    public async Task<Guid> RunAsync(
        ImportKind kind, string fileName, string sha256, ImportOptions options, CancellationToken cancellation) =>
        (await RunAsync(kind, fileName, sha256, options, again: false, cancellation)).ImportId;

    /// <summary>
    /// The same; with <paramref name="again"/> a file that was applied before is applied anew, and every row that says
    /// what the register knows counts as unchanged.
    /// </summary>
    /// <returns>The import, and whether it was there already.</returns>
    public async Task<(Guid ImportId, bool WasThere)> RunAsync(
        ImportKind kind, string fileName, string sha256, ImportOptions options, bool again,
        CancellationToken cancellation)
    {
        var (id, isThere) = options.IsDryRun
            ? (Keys.GuidOf("trial", sha256, user.UserName, $"{clock.GetCurrentInstant()}", $"{Guid.NewGuid()}"), false)
            : await FreeIdAsync(ImportTable.IdOf(kind, sha256, options), again, cancellation);
        if (!isThere) return (id, await StoreAsync(id, kind, fileName, sha256, options, cancellation));
        // The same file again is how somebody who knows no other way tries an import again that failed.
        if (await ImportTable.FindAsync(source, id, cancellation) is { Status: ImportStatus.Failed } failed)
            await StopImport.GoOnAsync(failed, source, store, outbox, cancellation);
        return (id, true);
    }

    // The first time the id follows from the content; a later time from the first id and its number.
    private async Task<(Guid Id, bool IsThere)> FreeIdAsync(Guid first, bool again, CancellationToken cancellation)
    {
        var id = first;
        for (var time = 2; await ImportTable.FindAsync(source, id, cancellation) is { } before; time++)
        {
            var isOver = before.Status is ImportStatus.Refused or ImportStatus.CompletedWithRefusals
                || (again && before.Status == ImportStatus.Completed);
            if (!isOver) return (id, true);
            id = Keys.GuidOf("import-again", $"{first:N}", $"{time}");
        }

        return (id, false);
    }

    private async Task<bool> StoreAsync(
        Guid id, ImportKind kind, string fileName, string sha256, ImportOptions options,
        CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        outbox.Enroll(session);
        var item = new ImportItem(
            id, kind, fileName, sha256, user.UserName, user.CommuneFilter(Permissions.RegisterImport),
            ImportStatus.Received, 0, 0, ImportCounts.None, 0, options, null);
        ImportTable.QueueReceived(session, item, clock.GetCurrentInstant());
        await outbox.PublishAsync(new ApplyImport(id));
        try
        {
            await session.SaveChangesAsync(cancellation);
        }
        catch (Exception e) when (IsSameImport(e))
        {
            // Another request received the same bytes in the same moment and applies them.
            return true;
        }

        return false;
    }

    private static bool IsSameImport(Exception e) =>
        (e as PostgresException ?? e.InnerException as PostgresException)?.SqlState
            == PostgresErrorCodes.UniqueViolation;
}
