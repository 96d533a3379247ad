using NodaTime;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Ledger;

/// <summary>
/// One payment's share of a posting leg: debit is positive, credit negative, in đồng. <paramref name="Fact"/> is the
/// step that posted it, <paramref name="Source"/> the budget that bears the money.
/// </summary>
public sealed record PaymentPosting(
    Instant At, string Fact, string Account, string? SubAccount, long Amount, string Source);

/// <summary>
/// The postings of one payment. The ledger posts a chunk of payments at once; each leg carries what its source bears of
/// the whole chunk, so one payment's share is what the source bears of its own stretch, on the side of that leg.
/// </summary>
public static class ReadPostings
{
    /// <summary>The legs in the order in which they were posted; they sum to zero.</summary>
    public static async Task<List<PaymentPosting>> OfPaymentAsync(
        NpgsqlDataSource source, Guid batchId, int no, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(batchId));
        command.Parameters.Add(Parameter.Of(no));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var legs = new List<PaymentPosting>();
        while (await r.ReadAsync(cancellation))
        {
            legs.Add(new PaymentPosting(
                r.GetFieldValue<Instant>(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3),
                r.GetInt64(4), r.GetString(5)));
        }

        return legs;
    }

    private const string Query = """
        with told as (
            select o.version, o.item, o.status, coalesce(nullif(abs(o.amount), 0), p.amount) as amount,
                   p.amount as whole,
                   -- What is taken back begins where it ends: it is the last of what was there.
                   sum(o.amount) over (partition by o.status order by o.version, o.item)
                       - greatest(o.amount, 0) as before,
                   o.status = 'Returned' and exists (select from hub.bank_file_step f
                       where f.file_id = o.file_id and f.format = 'CashReport') as uncollected
            from hub.payment p join hub.payment_outcome o on o.batch_id = p.batch_id and o.no = p.no
            where p.batch_id = $1 and p.no = $2 and not (o.amount = 0 and exists (
                select from hub.payment_outcome u where u.batch_id = $1 and u.no = $2 and u.version = o.version
                    and u.amount < 0))
        ), fact as (
            select version, item, status, amount, case when uncollected then whole - before - amount else before end
                       as starts
            from told
            union all
            select s.version, 0, s.status, p.amount, 0
            from hub.payment p join hub.batch_step s on s.batch_id = p.batch_id and s.status = 'Approved'
            where p.batch_id = $1 and p.no = $2 and not exists (
                select from hub.payment_outcome o
                where o.batch_id = p.batch_id and o.no = p.no and o.status = 'Removed')
        ), part as (
            select source, amount, starts from hub.payment_source where batch_id = $1 and no = $2
            union all
            select b.source, p.amount - coalesce((select sum(x.amount) from hub.payment_source x
                   where x.batch_id = $1 and x.no = $2), 0), 0
            from hub.payment p join hub.batch b on b.batch_id = p.batch_id where p.batch_id = $1 and p.no = $2
        )
        select g.at, f.status, g.account, g.sub_account, (sign(g.amount) * (
                   least(x.starts + x.amount, f.starts + f.amount) - greatest(x.starts, f.starts)))::bigint,
               x.source
        from fact f join hub.posting g on g.stream_id = $1 and g.version = f.version
        join hub.batch b on b.batch_id = $1
        join part x on x.source = coalesce(g.source, b.source)
            and x.starts < f.starts + f.amount and f.starts < x.starts + x.amount
        order by f.version, f.item, g.item
        """;
}
