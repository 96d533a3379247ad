using System.Globalization;
using NodaTime;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Sharing;

/// <summary>
/// The place of a reader in the feed: a transaction, and within it a stream and version. Transactions are numbered when
/// they begin and end in another order, so the feed stops below the oldest one that still runs: nothing that commits
/// late is ever passed over.
/// </summary>
public readonly record struct ChangeCursor(ulong Transaction, Guid Stream, long Version)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; an empty text is the beginning.</summary>
    public static bool TryParse(string? text, out ChangeCursor cursor)
    {
        cursor = default;
        if (string.IsNullOrEmpty(text)) return true;
        var parts = text.Split('.');
        if (parts.Length != 3 || !ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var tx)
            || !Guid.TryParseExact(parts[1], "N", out var stream)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return false;
        cursor = new ChangeCursor(tx, stream, version);
        return true;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Transaction}.{Stream:N}.{Version}");
}

/// <summary>An event of the register and the dossiers that it concerns.</summary>
public sealed record FeedItem(string Kind, Instant At, string[] Dossiers);

/// <summary>Reads the events of the register in the order of their transactions.</summary>
public sealed class ChangeFeed(NpgsqlDataSource source)
{
    /// <summary>Events behind the cursor and the cursor behind the last of them.</summary>
    public async Task<(List<FeedItem> Items, ChangeCursor Next)> ReadAsync(
        ChangeCursor after, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select c.kind, c.at, c.tx::text::numeric, c.stream_id, c.version,
              array(select n.dossier from hub.entitlement n
                    where n.entitlement_id = c.stream_id or n.person_id = c.stream_id order by n.dossier)
            from hub.register_change c
            where (c.tx, c.stream_id, c.version) > ($1::text::xid8, $2, $3)
              and c.tx < pg_snapshot_xmin(pg_current_snapshot())
            order by c.tx, c.stream_id, c.version limit $4
            """);
        command.Parameters.Add(Parameter.Of(after.Transaction.ToString(CultureInfo.InvariantCulture)));
        command.Parameters.Add(Parameter.Of(after.Stream));
        command.Parameters.Add(Parameter.Of(after.Version));
        command.Parameters.Add(Parameter.Of(limit));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<FeedItem>();
        var next = after;
        while (await r.ReadAsync(cancellation))
        {
            items.Add(new FeedItem(r.GetString(0), r.GetFieldValue<Instant>(1), r.GetFieldValue<string[]>(5)));
            next = new ChangeCursor((ulong)r.GetDecimal(2), r.GetGuid(3), r.GetInt64(4));
        }

        return (items, next);
    }
}
