using NodaTime;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Ledger;

/// <summary>
/// The sums under a tie-out, in temporary tables of its transaction: <c>sums_now</c> (where each batch's money stands),
/// <c>file_now</c> (what each bank's file moved) and <c>posted_now</c> (what the ledger has of the month's batches).
/// What was summed before is taken from the schema
/// <c>kept</c> where the stream has not gone on since; the rest is summed
/// now. So a month costs what changed in it since somebody looked, not what it is.
/// </summary>
internal static class KeptSums
{
    private const string Asked = "b.period = $1 and ($2::text[] is null or b.commune = any($2))";

    // A pay list's advance is compared over all months.
    private const string Stale = $"""
        create temp table stale_batch on commit drop as
        select b.batch_id, s.version from hub.batch b join {HubStore.EventSchema}.mt_streams s on s.id = b.batch_id
        where (({Asked}) or ($2::text[] is null and b.batch_id in (
                select y.batch_id from hub.account_movement m
                join hub.batch_step y on y.message_id = m.reference and y.status = 'Released'
                where m.kind = 'Advance')))
          and ($3 = 1 or not exists (
                select from kept.batch_stand k
                where k.batch_id = b.batch_id and k.stand = 'planned' and k.source = '' and k.version = s.version))
        """;

    private static readonly string Fresh = $"""
        create temp table fresh_sum on commit drop as
        {PaymentStands.Of("b.batch_id in (select batch_id from stale_batch)")}
        , other as (
            select s.batch_id, s.stand, x.source, sum(
                least(x.starts + x.amount, s.starts + s.amount) - greatest(x.starts, s.starts)) as amount
            from stands s join hub.payment_source x on x.batch_id = s.batch_id and x.no = s.no
                and x.starts < s.starts + s.amount and s.starts < x.starts + x.amount
            group by 1, 2, 3
        ), gone as (
            select batch_id, no from hub.payment_reissue where batch_id in (select batch_id from stale_batch)
            union
            select batch_id, no from hub.payment_write_back where batch_id in (select batch_id from stale_batch)
        ), whole as (
            select s.batch_id, s.stand, count(*) as count, sum(s.amount) as amount,
                   coalesce(sum(s.amount) filter (where g.no is null), 0) as open
            from stands s left join gone g on g.batch_id = s.batch_id and g.no = s.no group by 1, 2
        ), borne as (
            select w.batch_id, w.stand, b.source, w.amount from whole w join hub.batch b on b.batch_id = w.batch_id
            union all
            select o.batch_id, o.stand, b.source, -o.amount from other o join hub.batch b on b.batch_id = o.batch_id
            union all
            select o.batch_id, o.stand, o.source, o.amount from other o
        ), sums as (
            select batch_id, stand, '' as source, count, amount, open from whole
            union all
            select t.batch_id, 'planned', '', count(distinct s.no), coalesce(sum(s.amount), 0), 0
            from stale_batch t left join stands s on s.batch_id = t.batch_id group by t.batch_id
            union all
            select batch_id, stand, source, 0, sum(amount), 0 from borne group by 1, 2, 3
        )
        select s.batch_id, s.stand, s.source, t.version, s.count, s.amount::bigint as amount, s.open::bigint as open
        from sums s join stale_batch t on t.batch_id = s.batch_id
        """;

    private const string Sums = $"""
        create temp table sums_now on commit drop as
        with asked as (
            select b.batch_id, s.version, {Asked} as is_asked from hub.batch b
            join {HubStore.EventSchema}.mt_streams s on s.id = b.batch_id
            where ({Asked}) or ($2::text[] is null and b.batch_id in (
                select y.batch_id from hub.account_movement m
                join hub.batch_step y on y.message_id = m.reference and y.status = 'Released'
                where m.kind = 'Advance'))
        )
        select k.batch_id, k.stand, k.source, k.count, k.amount, k.open, a.is_asked
        from asked a join kept.batch_stand k on k.batch_id = a.batch_id and k.version = a.version
        where not exists (select from stale_batch t where t.batch_id = a.batch_id)
        union all
        select f.batch_id, f.stand, f.source, f.count, f.amount, f.open, a.is_asked
        from fresh_sum f join asked a on a.batch_id = f.batch_id
        """;

    private const string StaleFiles = $"""
        create temp table fresh_file on commit drop as
        select t.file_id, s.version, coalesce((
                select sum(case when m.kind in ('Funding', 'Return', 'AdvanceReturned') then m.amount
                                else -m.amount end)
                from (select file_id, kind, amount from hub.entry_match
                      union all select file_id, kind, -amount from hub.match_undone) m
                where m.file_id = t.file_id), 0)::bigint as matched, coalesce((
                select sum(case when k.is_debit then -k.amount else k.amount end)
                from hub.entry_break k where k.file_id = t.file_id), 0)::bigint as broken, coalesce((
                select sum(k.amount) from hub.entry_known k where k.file_id = t.file_id), 0)::bigint as known
        from (select file_id from hub.statement union
              select file_id from hub.bank_file_step where status = 'Received' and format = 'Notification') t
        join {HubStore.EventSchema}.mt_streams s on s.id = t.file_id
        where $1::date is not null and $2::text[] is null and ($3 = 1 or not exists (
            select from kept.file_sum k where k.file_id = t.file_id and k.version = s.version))
        """;

    private const string Files = """
        create temp table file_now on commit drop as
        select file_id, matched, broken, known from fresh_file
        union all
        select k.file_id, k.matched, k.broken, k.known from kept.file_sum k
        where $1::date is not null and $2::text[] is null and not exists (
            select from fresh_file f where f.file_id = k.file_id)
        """;

    private const string Posted = """
        create temp table posted_now on commit drop as
        select p.batch_id, p.account, p.source, sum(p.amount)::bigint as amount
        from hub.batch b join hub.posting p on p.batch_id = b.batch_id
        where b.period = $1 and $2::text[] is null group by 1, 2, 3
        """;

    // Of two that keep at once the one that saw more stays.
    private const string KeepStands = """
        insert into kept.batch_stand (batch_id, stand, source, version, count, amount, open)
        select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
        order by 1, 2, 3
        on conflict (batch_id, stand, source) do update set version = excluded.version, count = excluded.count,
            amount = excluded.amount, open = excluded.open
        where batch_stand.version <= excluded.version
        """;

    private const string KeepFiles = """
        insert into kept.file_sum (file_id, version, matched, broken, known)
        select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) order by 1
        on conflict (file_id) do update set version = excluded.version, matched = excluded.matched,
            broken = excluded.broken, known = excluded.known
        where file_sum.version <= excluded.version
        """;

    /// <summary>Makes the temporary tables; with <paramref name="anew"/> nothing that was kept is believed.</summary>
    public static async Task MakeAsync(
        NpgsqlConnection connection, YearMonth period, string[]? communes, bool anew, CancellationToken cancellation)
    {
        await StandsAsync(connection, period, communes, anew, cancellation);
        await RunAsync(connection, [StaleFiles, Files, Posted], period, communes, anew, cancellation);
        await using var known = new NpgsqlCommand("analyze sums_now, posted_now", connection);
        await known.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Makes <c>sums_now</c> alone.</summary>
    public static Task StandsAsync(
        NpgsqlConnection connection, YearMonth period, string[]? communes, bool anew, CancellationToken cancellation) =>
        RunAsync(connection, [Stale, Fresh, Sums], period, communes, anew, cancellation);

    private static async Task RunAsync(
        NpgsqlConnection connection, string[] queries, YearMonth period, string[]? communes, bool anew,
        CancellationToken cancellation)
    {
        foreach (var sql in queries)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(Parameter.Of((YearMonth?)period));
            command.Parameters.Add(Parameter.Of(communes));
            if (sql.Contains("$3", StringComparison.Ordinal)) command.Parameters.Add(Parameter.Of(anew ? 1 : 0));
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>What was summed now, to be kept once the transaction of the tie-out has ended.</summary>
    public static async Task<Func<Task>> KeeperAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var stands = await ColumnsAsync(
            connection, "select batch_id, stand, source, version, count, amount, open from fresh_sum", cancellation);
        var files = await ColumnsAsync(
            connection, "select file_id, version, matched, broken, known from fresh_file", cancellation);
        return async () =>
        {
            await KeepAsync(connection, KeepStands, stands, cancellation);
            await KeepAsync(connection, KeepFiles, files, cancellation);
        };
    }

    private static async Task KeepAsync(
        NpgsqlConnection connection, string sql, Array[] columns, CancellationToken cancellation)
    {
        if (columns[0].Length == 0) return;
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter { Value = column });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<Array[]> ColumnsAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<object[]>();
        while (await reader.ReadAsync(cancellation))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return [.. Enumerable.Range(0, reader.FieldCount).Select(c =>
        {
            var column = Array.CreateInstance(reader.GetFieldType(c), rows.Count);
            for (var i = 0; i < rows.Count; i++) column.SetValue(rows[i][c], i);
            return column;
        })];
    }
}
