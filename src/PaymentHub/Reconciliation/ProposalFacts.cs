using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Domain.Reconciliation.Linkage;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>Loads what the probabilistic pass looks at, within bounds; the newest come first.</summary>
internal static class ProposalFacts
{
    private const int MostBreaks = 50_000;
    private const int MostPayments = 600_000;

    public static async Task<List<BreakToLink>> BreaksAsync(
        IDocumentSession session, string institution, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand($"""
            select k.break_id, k.is_debit, k.amount, k.value_date, k.bank_reference, k.end_to_end_id, k.account
            from hub.entry_break k
            join hub.bank_file_step f on f.file_id = k.file_id and f.status = 'Received' and f.institution = $1
            where not k.from_advance and k.amount > 0 and coalesce((
                select s.status from hub.break_step s where s.break_id = k.break_id and s.status is not null
                order by s.version desc limit 1), 'Open') = 'Open'
            order by k.value_date desc, k.break_id limit {MostBreaks}
            """);
        command.Parameters.Add(Parameter.Of(institution));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<BreakToLink>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new BreakToLink(
                r.GetGuid(0), r.GetBoolean(1), new Money(r.GetInt64(2)), r.GetFieldValue<LocalDate>(3),
                r.IsDBNull(5) ? r.GetString(4) : $"{r.GetString(4)} {r.GetString(5)}",
                r.IsDBNull(6) ? null : r.GetString(6)));
        }

        return found;
    }

    /// <summary>
    /// What is in transit, and what payees kept, of the thirteen months before the earliest break. Kept money is most
    /// of what was ever paid, so of it only what has the amount or the account of a credit is looked at.
    /// </summary>
    public static async Task<List<PaymentToLink>> PaymentsAsync(
        IDocumentSession session, string institution, List<BreakToLink> breaks, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Payments);
        command.Parameters.Add(Parameter.Of(institution));
        command.Parameters.Add(Parameter.Of(breaks.Min(b => b.Date).PlusMonths(-13)));
        var credits = breaks.Where(b => !b.IsDebit).ToList();
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = credits.Select(b => b.Amount.Dong).Distinct().ToArray(),
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Bigint,
        });
        command.Parameters.Add(Parameter.Of([.. credits.Select(b => b.Account).OfType<string>().Distinct()]));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<PaymentToLink>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new PaymentToLink(
                new PaymentRef(r.GetGuid(0), r.GetInt32(1)), r.GetString(2), r.GetBoolean(3),
                new Money(r.GetInt64(4)), r.IsDBNull(5) ? null : r.GetFieldValue<LocalDate>(5),
                r.IsDBNull(6) ? null : r.GetString(6), r.IsDBNull(7) ? null : r.GetString(7)));
        }

        return found;
    }

    public static async Task<HashSet<(Guid Break, string EndToEndId)>> RejectedAsync(
        IDocumentSession session, List<BreakToLink> breaks, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select k.break_id, p.end_to_end_id from hub.entry_break k
            join hub.match_undone u on u.file_id = k.file_id and u.entry = k.entry and u.batch_id is not null
            join hub.payment p on p.batch_id = u.batch_id and p.no = u.no
            where k.break_id = any($1)
            union
            select x.break_id, p.end_to_end_id from hub.pair_rejected x
            join hub.payment p on p.batch_id = x.batch_id and p.no = x.no
            where x.break_id = any($1)
            """);
        command.Parameters.Add(Parameter.Of([.. breaks.Select(b => b.Id)]));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new HashSet<(Guid, string)>();
        while (await r.ReadAsync(cancellation)) found.Add((r.GetGuid(0), r.GetString(1)));
        return found;
    }

    private static readonly string Payments = $"""
        with stands as (
            select p.batch_id, p.no, p.end_to_end_id, p.amount, p.account, p.payee_name, b.period,
                   coalesce(sum(o.amount) filter (where o.status = 'Settled'), 0) as settled,
                   coalesce(sum(o.amount) filter (where o.status = 'Returned'), 0) as returned,
                   bool_or(o.status = 'Instructed') and not bool_or(o.status in ('Rejected', 'Cancelled')) as is_out
            from hub.batch b join hub.payment p on p.batch_id = b.batch_id
            join hub.payment_outcome o on o.batch_id = p.batch_id and o.no = p.no
            where b.institution = $1 and b.period >= $2
            group by p.batch_id, p.no, p.end_to_end_id, p.amount, p.account, p.payee_name, b.period
        ), open as (
            select s.*, true as for_debits, s.amount - s.settled as left_over from stands s
            where s.is_out and s.amount > s.settled
            union all
            select s.*, false, s.settled - s.returned from stands s
            where s.settled > s.returned and (s.settled - s.returned = any($3) or s.account = any($4))
        )
        select o.batch_id, o.no, o.end_to_end_id, o.for_debits, o.left_over::bigint,
               (s.at at time zone 'Asia/Ho_Chi_Minh')::date, o.account, o.payee_name
        from open o
        left join lateral (select at from hub.batch_step s where s.batch_id = o.batch_id and s.status = 'Released'
                           order by version limit 1) s on true
        order by o.for_debits desc, o.period desc, o.end_to_end_id limit {MostPayments}
        """;
}
