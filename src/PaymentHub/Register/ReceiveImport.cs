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
/// applied; the same bytes again, read the same way, are the same import and change nothing. A trial run is each time
/// its own, because what it reports depends on what the register holds.
/// </summary>
public sealed class ReceiveImport(
    CurrentUser user, RawFiles files, NpgsqlDataSource source, IDocumentStore store, IMartenOutbox outbox, IClock clock)
{
    /// <returns>The import's id, which follows from the kind, the options and the bytes alone.</returns>
    public async Task<Guid> RunAsync(
        ImportKind kind, string fileName, FileContent content, ImportOptions options,
        CancellationToken cancellation) =>
        await RunAsync(kind, fileName, await files.KeepAsync(content, cancellation), options, cancellation);

    /// <summary>The same for a file whose bytes are kept already.</summary>
    public async Task<Guid> RunAsync(
        ImportKind kind, string fileName, string sha256, ImportOptions options, CancellationToken cancellation)
    {
        var id = options.IsDryRun
            ? Keys.GuidOf("trial", sha256, user.UserName, $"{clock.GetCurrentInstant()}", $"{Guid.NewGuid()}")
            : ImportTable.IdOf(kind, sha256, options);
        if (await ImportTable.FindAsync(source, id, cancellation) is not null) return id;
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
            return id;
        }

        return id;
    }

    private static bool IsSameImport(Exception e) =>
        (e as PostgresException ?? e.InnerException as PostgresException)?.SqlState
            == PostgresErrorCodes.UniqueViolation;
}
