using Marten;
using Npgsql;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>What was made of money that came back.</summary>
internal static class FollowedRows
{
    /// <summary>The payments made again by one of their own, or, without one, given back to their funds.</summary>
    public static async Task<List<(PaymentRef Payment, ReissuedPayment? Reissue)>> ReadAsync(
        IDocumentSession session, IReadOnlyCollection<PaymentRef> payments, CancellationToken cancellation)
    {
        await using var command = CommandOf(payments, """
            select r.batch_id, r.no, r.new_batch_id, r.new_no from unnest($1, $2) w(batch_id, no)
            join hub.payment_reissue r on r.batch_id = w.batch_id and r.no = w.no
            union all
            select r.batch_id, r.no, null, null from unnest($1, $2) w(batch_id, no)
            join hub.payment_write_back r on r.batch_id = w.batch_id and r.no = w.no
            """);
        await using var r = await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<(PaymentRef, ReissuedPayment?)>();
        while (await r.ReadAsync(cancellation))
        {
            var place = new PaymentRef(r.GetGuid(0), r.GetInt32(1));
            found.Add((place, await r.IsDBNullAsync(2, cancellation)
                ? null
                : new ReissuedPayment(place.No, r.GetGuid(2), r.GetInt32(3))));
        }

        return found;
    }

    /// <summary>
    /// The payments whose months a list pays again that was made after they came back, and which has not failed.
    /// </summary>
    public static async Task<List<PaymentRef>> PlannedAgainAsync(
        IDocumentSession session, IReadOnlyCollection<PaymentRef> payments, CancellationToken cancellation)
    {
        await using var command = CommandOf(payments, """
            select distinct w.batch_id, w.no from unnest($1, $2) w(batch_id, no)
            cross join lateral (
                select max(o.at) as at from hub.payment_outcome o
                where o.batch_id = w.batch_id and o.no = w.no and o.status = 'Returned' and o.amount > 0) back
            join hub.payment_line l on l.batch_id = w.batch_id and l.no = w.no and l.amount > 0
            join hub.payment_line x on x.entitlement_id = l.entitlement_id and x.amount > 0
                and x.first_month <= l.last_month and x.last_month >= l.first_month
                and (x.batch_id, x.no) <> (w.batch_id, w.no)
            join hub.batch b on b.batch_id = x.batch_id and b.at >= back.at
            join hub.payment p on p.batch_id = x.batch_id and p.no = x.no
            where not exists (
                select 1 from hub.payment_outcome o where o.batch_id = x.batch_id and o.no = x.no
                having bool_or(o.status in ('Removed', 'Voided', 'Cancelled', 'Rejected'))
                    or sum(o.amount) filter (where o.status = 'Returned') >= p.amount)
            """);
        await using var r = await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<PaymentRef>();
        while (await r.ReadAsync(cancellation)) found.Add(new PaymentRef(r.GetGuid(0), r.GetInt32(1)));
        return found;
    }

    private static NpgsqlCommand CommandOf(IReadOnlyCollection<PaymentRef> payments, string sql)
    {
        var command = new NpgsqlCommand(sql);
        command.Parameters.Add(Parameter.Of([.. payments.Select(p => p.Batch)]));
        command.Parameters.Add(Parameter.Of([.. payments.Select(p => p.No)]));
        return command;
    }
}
