using System.Buffers.Binary;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>
/// The right to work on one import, held by one attempt at a time on all nodes. An import that is stopped and resumed
/// at once has two attempts, of which the first still saves its last transaction; the second waits here and then goes
/// on behind what was counted. The database gives the right back when its holder dies.
/// </summary>
public sealed class ImportTurn : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly long _key;

    private ImportTurn(NpgsqlConnection connection, long key) => (_connection, _key) = (connection, key);

    /// <summary>Waits until no other attempt works on the import.</summary>
    public static async Task<ImportTurn> TakeAsync(
        NpgsqlDataSource source, Guid importId, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            var key = BinaryPrimitives.ReadInt64BigEndian(importId.ToByteArray(bigEndian: true));
            // The other attempt may take as long as the import; the message's own time limits the wait.
            await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", connection)
            {
                CommandTimeout = 0,
            };
            command.Parameters.Add(Parameter.Of(key));
            await command.ExecuteNonQueryAsync(cancellation);
            return new ImportTurn(connection, key);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A broken connection has given the right back already.
        if (_connection.State == System.Data.ConnectionState.Open)
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock($1)", _connection);
            command.Parameters.Add(Parameter.Of(_key));
            await command.ExecuteNonQueryAsync();
        }

        await _connection.DisposeAsync();
    }
}
