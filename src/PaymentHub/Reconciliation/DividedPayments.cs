using Marten;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The parts of payments that other sources than their batch's own one bear. Most batches have none, so they are read
/// for all batches of a file at once and put to the few payments concerned.
/// </summary>
public static class DividedPayments
{
    /// <summary>Puts the parts to the payments among these that have any.</summary>
    public static async Task CompleteAsync(
        IDocumentSession session, Dictionary<PaymentRef, PlacedPayment> placed, CancellationToken cancellation)
    {
        foreach (var (payment, parts) in await OfAsync(
            session, [.. placed.Keys.Select(p => p.Batch).Distinct()], cancellation))
        {
            if (placed.TryGetValue(payment, out var found))
                placed[payment] = found with { OtherSources = [.. parts] };
        }
    }

    /// <summary>The parts of every divided payment of these batches, in the order of their sources.</summary>
    public static async Task<Dictionary<PaymentRef, List<SourceShare>>> OfAsync(
        IDocumentSession session, Guid[] batches, CancellationToken cancellation)
    {
        var parts = new Dictionary<PaymentRef, List<SourceShare>>();
        await using var command = new NpgsqlCommand("""
            select batch_id, no, source, amount from hub.payment_source where batch_id = any($1) order by 1, 2, starts
            """);
        command.Parameters.Add(Parameter.Of(batches));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var payment = new PaymentRef(r.GetGuid(0), r.GetInt32(1));
            if (!parts.TryGetValue(payment, out var own)) parts[payment] = own = [];
            own.Add(new SourceShare(r.GetString(2), new Money(r.GetInt64(3))));
        }

        return parts;
    }
}
