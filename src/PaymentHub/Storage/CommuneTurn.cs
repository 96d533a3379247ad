using Marten;
using Npgsql;

namespace PaymentHub.Storage;

/// <summary>
/// Whoever decides from what is committed for a commune's people takes its turn: a plan, a payment made again, a return
/// taken back. Otherwise two of them could each find the same month unpaid. The turn ends with the transaction.
/// </summary>
public static class CommuneTurn
{
    /// <summary>Waits for the communes' turns, in one order for everybody.</summary>
    public static async Task TakeAsync(
        IDocumentSession session, IEnumerable<string> communes, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        foreach (var commune in communes.Order(StringComparer.Ordinal))
        {
            await using var command = new NpgsqlCommand("select 1 from pg_advisory_xact_lock(hashtext($1))");
            command.Parameters.Add(Parameter.Of("commune " + commune));
            await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        }
    }
}
