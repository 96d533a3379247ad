using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>An import in lists; <paramref name="Findings"/> counts its findings.</summary>
public sealed record ImportLine(
    Guid ImportId, string Kind, string FileName, string Status, bool DryRun, int Rows, int Processed, int Added,
    int Corrected, int Ended, int Unchanged, int Refused, int SetAside, int Findings, string ByUser, Instant At);

/// <summary>
/// The imports (lần nhập) that a user may see: all of them for the whole province; otherwise one's own, and those that
/// were bounded to communes that the user's scope covers.
/// </summary>
public static class ReadImports
{
    /// <summary>One import with its findings, or null where there is none in the user's scope.</summary>
    public static async Task<ImportItem?> FindAsync(
        NpgsqlDataSource source, CurrentUser user, Guid importId, CancellationToken cancellation)
    {
        var item = await ImportTable.FindAsync(source, importId, cancellation);
        if (item is null || user.CommuneFilter(Permissions.RegisterView) is not { } mine) return item;
        var covered = item.Communes is { } bound && !bound.Except(mine, StringComparer.Ordinal).Any();
        return covered || item.ByUser == user.UserName ? item : null;
    }

    /// <summary>One page of the imports, the latest first, and how many there are.</summary>
    public static async Task<(List<ImportLine> Items, long Total)> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, int page, int size, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select import_id, kind, file_name, status, dry_run, rows, processed, added, corrected, ended, unchanged,
                   refused, set_aside, finding_count, by_user, at, count(*) over ()
            from hub.import
            where $1::text[] is null or communes <@ $1 or by_user = $2
            order by at desc, import_id limit $3 offset $4
            """);
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.RegisterView)));
        command.Parameters.Add(Parameter.Of(user.UserName));
        command.Parameters.Add(Parameter.Of(size));
        command.Parameters.Add(Parameter.Of((page - 1) * size));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<ImportLine>();
        var total = 0L;
        while (await r.ReadAsync(cancellation))
        {
            items.Add(new ImportLine(
                r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetBoolean(4), r.GetInt32(5),
                r.GetInt32(6), r.GetInt32(7), r.GetInt32(8), r.GetInt32(9), r.GetInt32(10), r.GetInt32(11),
                r.GetInt32(12), r.GetInt32(13), r.GetString(14), r.GetFieldValue<Instant>(15)));
            total = r.GetInt64(16);
        }

        return (items, total);
    }
}
