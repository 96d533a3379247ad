using NodaTime;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Ledger;

/// <summary>
/// One payment's share of a posting leg: debit is positive, credit negative, in đồng. <paramref name="Fact"/> is the
/// step that posted it.
/// </summary>
public sealed record PaymentPosting(Instant At, string Fact, string Account, string? SubAccount, long Amount);

/// <summary>
/// The postings of one payment. The ledger posts a chunk of payments at once; each leg carries the whole chunk, so one
/// payment's share is its own amount on the side of that leg.
/// </summary>
public static class ReadPostings
{
    /// <summary>The legs in the order in which they were posted; they sum to zero.</summary>
    public static async Task<List<PaymentPosting>> OfPaymentAsync(
        NpgsqlDataSource source, Guid batchId, int no, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            with fact as (
                select o.version, o.item, o.status, coalesce(nullif(o.amount, 0), p.amount) as amount
                from hub.payment p join hub.payment_outcome o on o.batch_id = p.batch_id and o.no = p.no
                where p.batch_id = $1 and p.no = $2
                union all
                select s.version, 0, s.status, p.amount
                from hub.payment p join hub.batch_step s on s.batch_id = p.batch_id and s.status = 'Approved'
                where p.batch_id = $1 and p.no = $2 and not exists (
                    select from hub.payment_outcome o
                    where o.batch_id = p.batch_id and o.no = p.no and o.status = 'Removed'))
            select g.at, f.status, g.account, g.sub_account, sign(g.amount)::bigint * f.amount
            from fact f join hub.posting g on g.stream_id = $1 and g.version = f.version
            order by f.version, f.item, g.item
            """);
        command.Parameters.Add(Parameter.Of(batchId));
        command.Parameters.Add(Parameter.Of(no));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var legs = new List<PaymentPosting>();
        while (await r.ReadAsync(cancellation))
        {
            legs.Add(new PaymentPosting(
                r.GetFieldValue<Instant>(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3),
                r.GetInt64(4)));
        }

        return legs;
    }
}
