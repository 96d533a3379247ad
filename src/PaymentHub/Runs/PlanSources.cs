using NodaTime;
using Npgsql;
using PaymentHub.Access;

namespace PaymentHub.Runs;

/// <summary>
/// What one source of funds (nguồn kinh phí) bears of a programme's payments in the plan, in đồng, and what of it
/// belongs to held payments. A payment that two sources bear counts in both.
/// </summary>
public sealed record PlanSource(
    string Programme, string Source, long Payments, long Amount, long HeldPayments, long HeldAmount);

/// <summary>
/// The plan by source of funds. A payment says what each source bears of it, its lines do not, so the kinds of money
/// (regular, arrears and so on) are not divided: the sources of a programme add up to its payments.
/// </summary>
internal static class PlanSources
{
    private const string Sql = """
        with paid as (
            select b.programme, b.source, p.batch_id, p.no, p.amount,
                   coalesce((select h.held from hub.payment_hold h where h.batch_id = p.batch_id and h.no = p.no
                             order by h.version desc limit 1), false) as held
            from hub.batch b join hub.payment p on p.batch_id = b.batch_id
            where b.period = $1 and b.kind <> 'Reissue'
              and ($2::text[] is null or b.commune = any($2)) and ($3::text[] is null or b.institution = any($3))
              and ($4::text is null or b.commune = $4) and ($5::text is null or b.programme = $5)
              and ($6::text is null or b.institution = $6)
              and not exists (select from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no
                              and o.status in ('Removed', 'Voided'))
        ), other as (
            select p.programme, x.source, p.batch_id, p.no, x.amount, p.held
            from paid p join hub.payment_source x on x.batch_id = p.batch_id and x.no = p.no
        ), part as (
            select p.programme, p.source,
                   p.amount - coalesce((select sum(o.amount) from other o
                                        where o.batch_id = p.batch_id and o.no = p.no), 0) as amount, p.held
            from paid p
            union all
            select o.programme, o.source, o.amount, o.held from other o
        )
        select programme, source, count(*), sum(amount)::bigint, count(*) filter (where held),
               coalesce(sum(amount) filter (where held), 0)::bigint
        from part where amount <> 0 group by programme, source order by programme, source
        """;

    /// <summary>The parts of the user's scope, by programme and source.</summary>
    public static async Task<List<PlanSource>> ListAsync(
        NpgsqlDataSource source, YearMonth month, PlanQuery query, string[]? within, CurrentUser user,
        CancellationToken cancellation)
    {
        await using var command = PlanQueries.CommandOf(source, Sql, month, query, within, user);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var parts = new List<PlanSource>();
        while (await r.ReadAsync(cancellation))
        {
            parts.Add(new PlanSource(
                r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5)));
        }

        return parts;
    }
}
