using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Runs;
using PaymentHub.Storage;

namespace PaymentHub.Runs;

/// <summary>
/// The questions of <see cref="MonthPlan"/>. Parameters: 1 period, 2 communes of the scope and the area,
/// 3 institutions of the scope, 4 commune, 5 programme, 6 institution.
/// </summary>
internal static class PlanQueries
{
    /// <summary>When the commune's month was planned last, or null.</summary>
    public static async Task<Instant?> PlannedAtAsync(
        NpgsqlDataSource source, YearMonth period, string commune, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select max(at) from hub.run_step where run_id = $1 and status = 'CommunePlanned' and commune = $2
            """);
        command.Parameters.Add(Parameter.Of(PaymentRun.IdOf(period)));
        command.Parameters.Add(Parameter.Of(commune));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) && !r.IsDBNull(0) ? r.GetFieldValue<Instant>(0) : null;
    }

    // What failed for good on an earlier list and was not made again. The partial index makes it few rows.
    private const string Failed = """
        failed as (
            select b.commune, b.programme, b.institution, l.batch_id, l.no, l.entitlement_id, l.first_month,
                   l.last_month,
                   l.amount / (12 * (date_part('year', l.last_month) - date_part('year', l.first_month))
                       + date_part('month', l.last_month) - date_part('month', l.first_month) + 1)::int as monthly,
                   l.amount
            from (select o.batch_id, o.no, bool_or(o.status <> 'Returned') as refused,
                         coalesce(sum(o.amount) filter (where o.status = 'Returned'), 0) as returned
                  from hub.payment_outcome o where o.status in ('Rejected', 'Cancelled', 'Returned')
                  group by o.batch_id, o.no) f
            join hub.batch b on b.batch_id = f.batch_id and b.period < $1
            join hub.payment p on p.batch_id = f.batch_id and p.no = f.no and (f.refused or f.returned >= p.amount)
            join hub.payment_line l on l.batch_id = f.batch_id and l.no = f.no and l.amount > 0
            where not exists (select from hub.payment_reissue i where i.batch_id = f.batch_id and i.no = f.no)
              and not exists (select from hub.payment_write_back w where w.batch_id = f.batch_id and w.no = f.no)
              and ($2::text[] is null or b.commune = any($2)) and ($3::text[] is null or b.institution = any($3))
        )
        """;

    private const string Parts = "with " + Failed + """
        , chosen as (
            select b.batch_id, b.commune, b.programme, b.institution from hub.batch b
            where b.period = $1 and b.kind <> 'Reissue'
              and ($2::text[] is null or b.commune = any($2)) and ($3::text[] is null or b.institution = any($3))
              and ($4::text is null or b.commune = $4) and ($5::text is null or b.programme = $5)
              and ($6::text is null or b.institution = $6)
        ), paid as (
            select c.commune, c.programme, c.institution, p.method, p.batch_id, p.no, p.amount
            from chosen c join hub.payment p on p.batch_id = c.batch_id
            where not exists (select from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no
                              and o.status in ('Removed', 'Voided'))
        ), line as (
            select p.commune, p.programme, p.institution, p.method, l.batch_id, l.version, l.item, l.entitlement_id,
                   l.kind, l.first_month, l.last_month, l.amount
            from paid p join hub.payment_line l on l.batch_id = p.batch_id and l.no = p.no
        ), carried as (
            select a.batch_id, a.version, a.item, least(a.amount, sum(least(f.monthly, a.amount / a.months)
                * (12 * (date_part('year', least(a.last_month, f.last_month))
                         - date_part('year', greatest(a.first_month, f.first_month)))
                   + date_part('month', least(a.last_month, f.last_month))
                   - date_part('month', greatest(a.first_month, f.first_month)) + 1)::int))::bigint as amount
            from (select l.*, (12 * (date_part('year', last_month) - date_part('year', first_month))
                      + date_part('month', last_month) - date_part('month', first_month) + 1)::int as months
                  from line l where l.kind = 'Arrears') a
            join failed f on f.entitlement_id = a.entitlement_id and f.first_month <= a.last_month
                and f.last_month >= a.first_month
            group by a.batch_id, a.version, a.item, a.amount
        ), held as (
            select h.batch_id, h.no from hub.payment_hold h join chosen c on c.batch_id = h.batch_id
            where h.held and not exists (select from hub.payment_hold x where x.batch_id = h.batch_id and x.no = h.no
                                         and x.version > h.version)
        ), lines as (
            select l.commune, l.programme, l.institution, l.method, count(distinct l.entitlement_id) as dossiers,
                   coalesce(sum(l.amount) filter (where l.kind = 'Regular'), 0)::bigint as regular,
                   coalesce(sum(l.amount - coalesce(c.amount, 0)) filter (where l.kind = 'Arrears'), 0)::bigint
                       as arrears,
                   coalesce(sum(c.amount), 0)::bigint as carried,
                   coalesce(sum(l.amount) filter (where l.kind = 'OneOff'), 0)::bigint as one_off,
                   coalesce(sum(l.amount) filter (where l.kind = 'Recovery'), 0)::bigint as recovered
            from line l
            left join carried c on c.batch_id = l.batch_id and c.version = l.version and c.item = l.item
            group by l.commune, l.programme, l.institution, l.method
        ), payments as (
            select p.commune, p.programme, p.institution, p.method, count(*) as payments,
                   sum(p.amount)::bigint as amount, count(h.no) as held,
                   coalesce(sum(p.amount) filter (where h.no is not null), 0)::bigint as held_amount
            from paid p left join held h on h.batch_id = p.batch_id and h.no = p.no
            group by p.commune, p.programme, p.institution, p.method
        )
        select commune, programme, institution, method, l.dossiers, p.payments, l.regular, l.arrears, l.carried,
               l.one_off, l.recovered, p.amount, p.held, p.held_amount
        from lines l join payments p using (commune, programme, institution, method)
        order by 1, 2, 3, 4
        """;

    // What other sources do not bear is borne by the batch's own one.
    private const string Sources = """
        with paid as (
            select b.commune, b.programme, b.institution, p.method, p.batch_id, p.no, b.source as own, p.amount,
                   coalesce((select h.held from hub.payment_hold h where h.batch_id = p.batch_id and h.no = p.no
                             order by h.version desc limit 1), false) as held
            from hub.batch b join hub.payment p on p.batch_id = b.batch_id
            where b.period = $1 and b.kind <> 'Reissue'
              and ($2::text[] is null or b.commune = any($2)) and ($3::text[] is null or b.institution = any($3))
              and ($4::text is null or b.commune = $4) and ($5::text is null or b.programme = $5)
              and ($6::text is null or b.institution = $6)
              and not exists (select from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no
                              and o.status in ('Removed', 'Voided'))
        ), borne as (
            select p.*, s.source, s.amount as part from paid p
            join hub.payment_source s on s.batch_id = p.batch_id and s.no = p.no
            union all
            select p.*, p.own, p.amount - coalesce((select sum(s.amount) from hub.payment_source s
                where s.batch_id = p.batch_id and s.no = p.no), 0)::bigint
            from paid p
        )
        select source, commune, programme, institution, method, count(*), sum(part)::bigint,
               count(*) filter (where held), coalesce(sum(part) filter (where held), 0)::bigint
        from borne where part <> 0 group by 1, 2, 3, 4, 5
        """;

    private const string Unpaid = "with " + Failed + """

        select count(distinct (batch_id, no)), coalesce(sum(amount), 0)::bigint from failed
        where ($4::text is null or commune = $4) and ($5::text is null or programme = $5)
          and ($6::text is null or institution = $6)
        """;

    /// <summary>The parts of the plan in the user's scope.</summary>
    public static async Task<List<PlanPart>> PartsAsync(
        NpgsqlDataSource source, YearMonth month, PlanQuery query, string[]? within, CurrentUser user,
        CancellationToken cancellation)
    {
        await using var command = CommandOf(source, Parts, month, query, within, user);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var parts = new List<PlanPart>();
        while (await r.ReadAsync(cancellation))
        {
            parts.Add(new PlanPart(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5),
                r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), r.GetInt64(9), r.GetInt64(10), r.GetInt64(11),
                r.GetInt64(12), r.GetInt64(13)));
        }

        return parts;
    }

    /// <summary>The smallest parts of the plan by source of funds, in the user's scope.</summary>
    public static async Task<List<PlanSource>> SourcesAsync(
        NpgsqlDataSource source, YearMonth month, PlanQuery query, string[]? within, CurrentUser user,
        CancellationToken cancellation)
    {
        await using var command = CommandOf(source, Sources, month, query, within, user);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var parts = new List<PlanSource>();
        while (await r.ReadAsync(cancellation))
        {
            parts.Add(new PlanSource(
                r.GetString(0), null, r.GetString(1), null, r.GetString(2), r.GetString(3), r.GetString(4),
                r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8)));
        }

        return parts;
    }

    /// <summary>All money of earlier lists that failed and was not made again.</summary>
    public static async Task<UnpaidEarlier> UnpaidAsync(
        NpgsqlDataSource source, YearMonth month, PlanQuery query, string[]? within, CurrentUser user,
        CancellationToken cancellation)
    {
        await using var command = CommandOf(source, Unpaid, month, query, within, user);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new UnpaidEarlier(r.GetInt64(0), r.GetInt64(1));
    }

    /// <summary>A question with the parameters of all of them.</summary>
    private static NpgsqlCommand CommandOf(
        NpgsqlDataSource source, string sql, YearMonth month, PlanQuery query, string[]? within,
        CurrentUser user)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.Add(Parameter.Of((YearMonth?)month));
        var scope = user.CommuneFilter(Permissions.RunsView);
        command.Parameters.Add(Parameter.Of(
            within is null ? scope : scope is null ? within : [.. within.Intersect(scope)]));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.RunsView)));
        command.Parameters.Add(Parameter.Of(query.Commune));
        command.Parameters.Add(Parameter.Of(query.Programme));
        command.Parameters.Add(Parameter.Of(query.Institution));
        return command;
    }
}
