using System.Collections.Concurrent;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.Access;

namespace PaymentHub.Access;

/// <summary>
/// Reads the rights of users from the table <c>hub.access_grant</c>. The rights of one user are remembered for a few
/// seconds, so that a request costs no extra query; a change made on this node is forgotten at once, one made on
/// another node takes effect within <see cref="Remembered"/>.
/// </summary>
public sealed class AccessRows(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>How long the rights of a user are reused before they are read again.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private const string Columns =
        "user_name, version, at, kind, role, scope_kind, scope_values, by_user, reason, scope_purposes";

    private readonly ConcurrentDictionary<string, (long ReadAt, UserAccess Access)> _known = new(
        StringComparer.Ordinal);

    /// <summary>The rights of a user; none where the name is unknown.</summary>
    public async Task<UserAccess> AccessOfAsync(string userName, CancellationToken ct)
    {
        var name = UserAccess.NameKey(userName);
        if (_known.TryGetValue(name, out var known) && time.GetElapsedTime(known.ReadAt) < Remembered)
        {
            return known.Access;
        }
        var readAt = time.GetTimestamp();
        var access = AccessGrantRow.Fold(await HistoryOfAsync(name, ct)) ?? UserAccess.Empty(name);
        _known[name] = (readAt, access);
        return access;
    }

    /// <summary>Every grant and revocation of a user, oldest first.</summary>
    public async Task<IReadOnlyList<AccessGrantRow>> HistoryOfAsync(string userName, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from hub.access_grant where user_name = $1 order by version");
        command.Parameters.AddWithValue(UserAccess.NameKey(userName));
        return await ReadAsync(command, ct);
    }

    /// <summary>The rights of everybody who was ever granted anything, by user name.</summary>
    public async Task<IReadOnlyDictionary<string, UserAccess>> EverybodyAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from hub.access_grant order by user_name, version");
        var rows = await ReadAsync(command, ct);
        return rows.GroupBy(r => r.UserName, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => AccessGrantRow.Fold(g)!, StringComparer.Ordinal);
    }

    /// <summary>Forgets what is remembered of a user; called after a change of the user's rights.</summary>
    public void Forget(string userName) => _known.TryRemove(UserAccess.NameKey(userName), out _);

    private static async Task<IReadOnlyList<AccessGrantRow>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var rows = new List<AccessGrantRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(
                reader.GetString(0), reader.GetInt64(1),
                Instant.FromDateTimeUtc(await reader.GetFieldValueAsync<DateTime>(2, ct)),
                reader.GetString(3), Text(reader, 4), Text(reader, 5),
                reader.IsDBNull(6) ? null : await reader.GetFieldValueAsync<string[]>(6, ct),
                reader.GetString(7), reader.GetString(8),
                reader.IsDBNull(9) ? null : await reader.GetFieldValueAsync<string[]>(9, ct)));
        }

        return rows;
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
