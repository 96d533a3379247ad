using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;
using Wolverine.Marten;

namespace PaymentHub.Register;

/// <summary>
/// Keeps a file as it came and orders its application. It is then read whole, and either refused with every finding or
/// applied; the same bytes again are the same import and change nothing.
/// </summary>
public sealed class ReceiveImport(
    CurrentUser user, RawFiles files, NpgsqlDataSource source, IDocumentStore store, IMartenOutbox outbox, IClock clock)
{
    /// <returns>The import's id, which follows from the kind and the bytes alone.</returns>
    public async Task<Guid> RunAsync(ImportKind kind, string fileName, byte[] bytes, CancellationToken cancellation)
    {
        var sha256 = await files.KeepAsync(bytes, cancellation);
        var id = ImportTable.IdOf(kind, sha256);
        if (await ImportTable.FindAsync(source, id, cancellation) is not null) return id;
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        outbox.Enroll(session);
        var item = new ImportItem(
            id, kind, fileName, sha256, user.UserName, user.CommuneFilter(Permissions.RegisterImport),
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
            return id;
        }

        return id;
    }

    private static bool IsSameImport(Exception e) =>
        (e as PostgresException ?? e.InnerException as PostgresException)?.SqlState
            == PostgresErrorCodes.UniqueViolation;
}
