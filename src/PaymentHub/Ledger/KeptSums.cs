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
internal sealed class KeptSums(NpgsqlConnection connection, Moment moment)
{
    private const string Asked = "b.period = $1 and ($2::text[] is null or b.commune = any($2))";

    private const string OfMonth = $"select b.batch_id, true as is_asked from hub.batch b where {Asked}";

    // A pay list's advance is compared over all months.
    private const string WithAdvances = $"""
        {OfMonth}
        union all
        select distinct y.batch_id, false from hub.account_movement m
        join hub.batch_step y on y.message_id = m.reference and y.status = 'Released'
        join hub.batch b on b.batch_id = y.batch_id and b.period <> $1
        where m.kind = 'Advance' and $2::text[] is null
        """;

    private const string AskedNow = $$"""
        create temp table asked_now on commit drop as
        with chosen as ({chosen})
        select c.batch_id, c.is_asked, b.code, b.commune, b.programme, b.institution, b.source as own_source, b.kind,
               s.version, {kept} and k.version is not null and m.version is not null as is_kept
        from chosen c join hub.batch b on b.batch_id = c.batch_id
        join {{HubStore.EventSchema}}.mt_streams s on s.id = c.batch_id
        left join kept.batch_stand k
            on k.batch_id = c.batch_id and k.stand = 'planned' and k.source = '' and k.version = s.version
        left join kept.batch_posting m
            on m.batch_id = c.batch_id and m.account = '' and m.source = '' and m.version = s.version
        """;

    private const string Stale = """
        create temp table stale_batch on commit drop as select batch_id, version from asked_now where not is_kept;
        create temp table fresh_sum (batch_id uuid, stand text, source text, version bigint, count bigint,
            amount bigint, open bigint) on commit drop;
        create temp table fresh_posting (batch_id uuid, account text, source text, version bigint, amount bigint)
            on commit drop;
        create temp table fresh_booking (batch_id uuid, booked text, version bigint, count bigint, amount bigint)
            on commit drop
        """;

    // Two tables are filled by one look at the payments.
    private static readonly string Fresh = $"""
        {PaymentStands.Together("b.batch_id in (select batch_id from stale_batch)")}
        , booking as (
            insert into fresh_booking
            select k.batch_id, case when k.settled + k.uncollected >= k.amount then coalesce(k.booked::text, '')
                                    else '' end, t.version, sum(k.n), sum(k.n * k.amount)
            from kinds k join stale_batch t on t.batch_id = k.batch_id
            where k.instructed and not k.refused group by 1, 2, 3
        ), other as (
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
            select s.batch_id, s.stand, sum(s.n) as count, sum(s.n * s.amount) as amount,
                   coalesce(sum(s.n * s.amount) filter (where g.no is null), 0) as open
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
            select t.batch_id, 'planned', '', coalesce(sum(k.n), 0), coalesce(sum(k.n * k.amount), 0), 0
            from stale_batch t left join kinds k on k.batch_id = t.batch_id and k.removed is not true
            group by t.batch_id
            union all
            select batch_id, stand, source, 0, sum(amount), 0 from borne group by 1, 2, 3
        )
        insert into fresh_sum
        select s.batch_id, s.stand, s.source, t.version, s.count, s.amount, s.open
        from sums s join stale_batch t on t.batch_id = s.batch_id
        """;

    private const string Sums = """
        create temp table sums_now on commit drop as
        select k.stand, k.source, k.count, k.amount, k.open, a.*
        from asked_now a join kept.batch_stand k on k.batch_id = a.batch_id and k.version = a.version where a.is_kept
        union all
        select f.stand, f.source, f.count, f.amount, f.open, a.*
        from fresh_sum f join asked_now a on a.batch_id = f.batch_id
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

    /// <summary>The bookings of the batches in <c>asked_now</c>, a table of this name.</summary>
    public const string Bookings = """
        bookings_now as (
            select a.batch_id, a.institution, k.booked, k.count, k.amount
            from asked_now a join kept.batch_booking k on k.batch_id = a.batch_id and k.version = a.version
            where a.is_kept and a.is_asked
            union all
            select a.batch_id, a.institution, f.booked, f.count, f.amount
            from fresh_booking f join asked_now a on a.batch_id = f.batch_id where a.is_asked
        )
        """;

    // A batch's legs on these accounts are of its own events, so its version holds for them too. The row without an
    // account is kept last and says that everything else was: a service of an earlier version keeps less.
    private const string FreshPosted = """
        insert into fresh_posting
        select t.batch_id, p.account, coalesce(p.source, b.source), t.version, sum(p.amount)
        from stale_batch t join hub.batch b on b.batch_id = t.batch_id join hub.posting p on p.batch_id = t.batch_id
        where p.account in ('InTransit', 'Payable', 'ReturnedHeld', 'FundSpent')
        group by 1, 2, 3, 4
        union all
        select batch_id, '', '', version, 0 from stale_batch
        """;

    private const string Posted = """
        create temp table posted_now on commit drop as
        select a.code, a.commune, a.programme, a.institution, k.account, k.source, k.amount
        from asked_now a join kept.batch_posting k on k.batch_id = a.batch_id and k.version = a.version
        where a.is_kept and a.is_asked and k.account <> '' and $1::date is not null and $2::text[] is null
        union all
        select a.code, a.commune, a.programme, a.institution, f.account, f.source, f.amount
        from fresh_posting f join asked_now a on a.batch_id = f.batch_id
        where a.is_asked and f.account <> '' and $2::text[] is null
        """;

    /// <summary>Makes the temporary tables; with <paramref name="anew"/> nothing that was kept is believed.</summary>
    public async Task MakeAsync(YearMonth period, string[]? communes, bool anew, CancellationToken cancellation)
    {
        anew |= moment.IsPast;
        await StandsAsync(WithAdvances, period, communes, anew, cancellation);
        foreach (var sql in (string[])[StaleFiles, Files, Posted])
        {
            await using var command = Command(sql);
            command.Parameters.Add(Parameter.Of((YearMonth?)period));
            command.Parameters.Add(Parameter.Of(communes));
            if (sql == StaleFiles) command.Parameters.Add(Parameter.Of(anew ? 1 : 0));
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Makes <c>sums_now</c> alone, of the month's batches in these communes.</summary>
    public Task StandsAsync(YearMonth period, string[]? communes, CancellationToken cancellation) =>
        StandsAsync(OfMonth, period, communes, anew: false, cancellation);

    /// <summary>Makes <c>sums_now</c> of the batches that a table of the transaction names.</summary>
    public async Task StandsAsync(string table, CancellationToken cancellation)
    {
        await RunAsync(AskedSql($"select batch_id, true as is_asked from {table}", false), cancellation);
        await SumAsync(cancellation);
    }

    private async Task StandsAsync(
        string chosen, YearMonth period, string[]? communes, bool anew, CancellationToken cancellation)
    {
        await using var asked = Command(AskedSql(chosen, anew));
        asked.Parameters.Add(Parameter.Of((YearMonth?)period));
        asked.Parameters.Add(Parameter.Of(communes));
        await asked.ExecuteNonQueryAsync(cancellation);
        await SumAsync(cancellation);
    }

    private static string AskedSql(string chosen, bool anew) => AskedNow
        .Replace("{chosen}", chosen, StringComparison.Ordinal)
        .Replace("{kept}", anew ? "false" : "true", StringComparison.Ordinal);

    private async Task SumAsync(CancellationToken cancellation)
    {
        await RunAsync(Stale, cancellation);
        // To plan the question alone takes longer than all others of a month in which nothing changed.
        await using var changed = Command("select exists (select from stale_batch)");
        if ((bool)(await changed.ExecuteScalarAsync(cancellation))!)
        {
            await RunAsync(Fresh, cancellation);
            await RunAsync(FreshPosted, cancellation);
        }

        await RunAsync(Sums, cancellation);
    }

    private async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private NpgsqlCommand Command(string sql) => new(moment.Of(sql), connection);
}
