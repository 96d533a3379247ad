using Marten;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Batches;

/// <summary>
/// Deaths known by now among the people of batches (đối chiếu dữ liệu tử). Id-exact facts only: a payment is held where
/// it pays a month after the month of death, or where it would reach the dead person's own hands or account. Arrears to
/// a recorded payee are lawful and go. A fund's list is not held for one insured person; the finding is raised and the
/// fund repays.
/// </summary>
public static class KnownDeaths
{
    /// <summary>The code that the hold carries.</summary>
    public const string Reason = "DEATH_KNOWN";

    /// <summary>Batch → payment number → reason.</summary>
    public static async Task<Dictionary<Guid, Dictionary<int, string>>> OfBatchesAsync(
        IDocumentSession session, Guid[] batches, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select distinct l.batch_id, l.no
            from hub.payment_line l
            join hub.payment p on p.batch_id = l.batch_id and p.no = l.no and p.method <> 'Fund'
            join hub.death d on d.person_id = l.person_id
            where l.batch_id = any($1)
              and (l.last_month > date_trunc('month', d.died_on) or p.relation in ('Self', 'Proxy'))
            """);
        command.Parameters.Add(Parameter.Of(batches));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var held = new Dictionary<Guid, Dictionary<int, string>>();
        while (await reader.ReadAsync(cancellation))
        {
            var batch = reader.GetGuid(0);
            if (!held.TryGetValue(batch, out var payments)) held[batch] = payments = [];
            payments[reader.GetInt32(1)] = Reason;
        }

        return held;
    }
}
