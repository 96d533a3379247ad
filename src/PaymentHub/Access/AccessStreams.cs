using Marten;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;

namespace PaymentHub.Access;

/// <summary>
/// Decides on a user's stream and stores what was decided. Changes of rights are rare and some look at everybody's
/// rights (the last administrator), so they take turns over all nodes: two administrators who revoke each other in the
/// same moment cannot both succeed.
/// </summary>
public sealed class AccessStreams(IDocumentStore store, NpgsqlDataSource source, AccessRows rows)
{
    // Any constant serves, as long as every node uses the same one.
    private const long LockKey = 7_205_962_027;

    /// <summary>
    /// Lets <paramref name="decide"/> choose on the user's state and the rights of everybody, which nobody changes
    /// meanwhile, and stores its events. Returns the refusal, or null.
    /// </summary>
    public async Task<Refusal?> DecideAsync(
        string userName, Func<UserAccess?, IReadOnlyDictionary<string, UserAccess>, Decision> decide,
        CancellationToken cancellation)
    {
        await using var turn = await source.OpenConnectionAsync(cancellation);
        await LockAsync(turn, "pg_advisory_lock", cancellation);
        try
        {
            return await DecideInTurnAsync(userName, decide, cancellation);
        }
        finally
        {
            // A connection goes back to the pool with its locks, so the turn is given up by hand.
            await LockAsync(turn, "pg_advisory_unlock", CancellationToken.None);
        }
    }

    private async Task<Refusal?> DecideInTurnAsync(
        string userName, Func<UserAccess?, IReadOnlyDictionary<string, UserAccess>, Decision> decide,
        CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        var stream = await session.Events.FetchForWriting<UserAccess>(UserAccess.StreamOf(userName), cancellation);
        var decision = decide(stream.Aggregate, await rows.EverybodyAsync(cancellation));
        if (decision.IsRefused) return decision.Refusal;
        if (decision.Events.Count == 0) return null;
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        return null;
    }

    private static async Task LockAsync(NpgsqlConnection connection, string function, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {function}($1)", connection);
        command.Parameters.Add(Parameter.Of(LockKey));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
