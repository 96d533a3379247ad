using NodaTime;
using Npgsql;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Ledger;

/// <summary>
/// What must hold of the whole ledger at any time, beside the tie-out of each month: every entry balances for each
/// source, so does the ledger, statements follow each other without a gap, and sealed months are what was sealed.
/// </summary>
public static class LedgerChecks
{
    /// <summary>
    /// Every check along each of its dimensions; of an earlier instant those of the facts, since sums and seals are of
    /// now.
    /// </summary>
    public static async Task<List<Identity>> RunAsync(
        NpgsqlDataSource source, CancellationToken cancellation, Instant? knownAt = null)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var moment = new Moment(knownAt);
        await using var transaction = await moment.BeginAsync(connection, cancellation);
        var found = new List<Identity>();
        foreach (var (name, sql) in moment.IsPast ? Checks : [.. Checks, .. KeptChecks])
        {
            await using var command = new NpgsqlCommand(moment.Of(sql), connection);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var (left, right) = (reader.GetInt64(1), reader.GetInt64(2));
                found.Add(new Identity(name, reader.GetString(0), left == right, left, right));
            }
        }

        if (!moment.IsPast) found.AddRange(await SealsAsync(connection, cancellation));
        return found;
    }

    /// <summary>The months that have a plan, and so a tie-out.</summary>
    public static async Task<List<YearMonth>> MonthsAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select distinct period from hub.batch order by 1");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var months = new List<YearMonth>();
        while (await reader.ReadAsync(cancellation))
            months.Add((await reader.GetFieldValueAsync<LocalDate>(0, cancellation)).ToYearMonth());
        return months;
    }

    private static async Task<List<Identity>> SealsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var sealedMonths = new List<(YearMonth Period, long Postings, string Hash)>();
        await using (var command = new NpgsqlCommand(Sealed, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                var period = (await reader.GetFieldValueAsync<LocalDate>(0, cancellation)).ToYearMonth();
                sealedMonths.Add((period, reader.GetInt64(1), reader.GetString(2)));
            }
        }

        var found = new List<Identity>();
        foreach (var (period, postings, hash) in sealedMonths)
        {
            var now = await PeriodSeals.TakeAsync(connection, period, cancellation);
            found.Add(new Identity(
                "seal", PeriodIso.Format(period), now.Hash == hash, postings, now.Postings));
        }

        return found;
    }

    // What was signed binds until the month is opened again.
    private const string Sealed = """
        select period, postings, hash from (
            select distinct on (period) period, status,
                first_value(postings) over seal as postings, first_value(hash) over seal as hash
            from hub.period_step
            window seal as (partition by period order by (status = 'Closed') desc, version desc)
            order by period, version desc) s
        where status in ('Closed', 'ReopenProposed') order by 1
        """;

    private static readonly (string Name, string Sql)[] KeptChecks =
    [
        // Running totals follow the postings one by one, so a lost one would stay wrong.
        ("kept-totals", """
            with sums as (
                select kind, key, sum(kept) as kept, sum(posted) as posted from (
                    select kind, key, amount as kept, 0 as posted from kept.posting_total
                    union all
                    select 'all', '', 0, amount from hub.posting
                    union all
                    select account, coalesce(sub_account, ''), 0, amount from hub.posting
                    where account in ('Bank', 'Advances', 'Unexplained')
                    union all
                    select 'fund', coalesce(sub_account, ''), 0, amount from hub.posting
                    where account = 'FundAvailable'
                    union all
                    select 'fund', b.commune || '/' || b.programme || '/' || coalesce(p.source, b.source) || '/'
                           || extract(year from b.period), 0, p.amount
                    from hub.posting p join hub.batch b on b.batch_id = p.batch_id
                    where p.account in ('FundReserved', 'FundSpent')) x
                group by 1, 2)
            select kind, sum(kept)::bigint, sum(posted)::bigint from sums group by 1
            union all
            select kind || ' ' || key, kept::bigint, posted::bigint from sums where kept <> posted order by 1
            """),
        ("kept-balances", """
            with sums as (
                select x.account, concat_ws('/', x.account, coalesce(x.programme, '—'), coalesce(x.institution, '—'),
                           coalesce(x.source, '—'), coalesce(x.month::text, '—'), coalesce(x.booked::text, '—'))
                           || x.side as place, sum(x.kept) as kept, sum(x.posted) as posted
                from (
                    select account, coalesce(programme, fund_programme) as programme, institution, source, month,
                           booked, unnest(array['+', '-']) as side, unnest(array[debit, credit]) as kept, 0 as posted
                    from kept.balance
                    union all
                    select p.account, coalesce(b.programme, case
                               when p.account in ('Allotment', 'FundAvailable', 'Appropriation', 'Undistributed')
                               then nullif(split_part(p.sub_account, '/', 2), '') end),
                           b.institution, coalesce(p.source, b.source), b.period,
                           date_trunc('month', p.booked_on)::date, case when p.amount > 0 then '+' else '-' end, 0,
                           abs(p.amount)
                    from hub.posting p left join hub.batch b on b.batch_id = p.batch_id where p.amount <> 0) x
                group by 1, 2)
            select account, sum(kept)::bigint, sum(posted)::bigint from sums group by 1
            union all
            select place, kept::bigint, posted::bigint from sums where kept <> posted order by 1
            """),
    ];

    private static readonly (string Name, string Sql)[] Checks =
    [
        ("entries", """
            with entry as (
                select stream_id, version, sum(amount) as rest from hub.posting group by stream_id, version, source)
            select 'all', count(*)::bigint, count(*) filter (where rest = 0)::bigint from entry
            union all
            select stream_id || '/' || version, rest::bigint, 0::bigint from entry where rest <> 0 order by 1
            """),
        ("trial-balance", """
            select coalesce(p.source, b.source, '—'), sum(p.amount)::bigint, 0::bigint
            from hub.posting p left join hub.batch b on b.batch_id = p.batch_id group by 1 order by 1
            """),
        // What nobody has explained, break by break; what the bank corrected itself stays on both sides.
        ("unexplained", """
            select own, sum(here)::bigint, sum(posted)::bigint from (
                select k.payer_account as own, case when k.is_debit then 1 else -1 end * (k.amount - coalesce((
                    select sum(p.amount) from hub.break_part p
                    where p.break_id = k.break_id and p.kind <> 'Offset'), 0)) as here, 0 as posted
                from hub.entry_break k
                union all
                select sub_account, 0, amount from hub.posting where account = 'Unexplained') x
            group by own order by own
            """),
        // A demand's own accounts: what the budget is due is what is still demanded and what was given up.
        ("recoveries", """
            select sub_account, sum(amount) filter (where account <> 'RecoveryDue')::bigint,
                   -coalesce(sum(amount) filter (where account = 'RecoveryDue'), 0)::bigint
            from hub.posting where account in ('Recoverable', 'WrittenOff', 'RecoveryDue') group by 1 order by 1
            """),
        // A file that two people posted in spite of its gap is answered for. Of several tellings of a statement the
        // last one holds; numbers begin anew with a year.
        ("statements", """
            with held as (
                select distinct on (account, statement_id, coalesce(sequence, -1), extract(year from to_date)) *
                from hub.statement
                order by account, statement_id, coalesce(sequence, -1), extract(year from to_date), at desc, item desc),
            told as (
                select account, file_id, opening, lag(closing) over (
                    partition by account order by to_date nulls first, sequence nulls first, at, item) as before
                from held), followed as (
                select account, opening, before from told
                where before is not null and not exists (
                    select from hub.bank_file_step f where f.file_id = told.file_id and f.status = 'Released'))
            select account, count(*)::bigint, count(*) filter (where opening = before)::bigint
            from followed group by 1 order by 1
            """),
    ];
}
