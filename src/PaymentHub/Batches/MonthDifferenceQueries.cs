namespace PaymentHub.Batches;

/// <summary>
/// The two questions of <see cref="CompareMonth"/>. Parameters: 1 communes of the scope, 2 period, 3 the month
/// before, 4 institutions of the scope; for items also 5 part, 6 size, 7 offset.
/// </summary>
internal static class MonthDifferenceQueries
{
    // Dossier by dossier over the whole province, so that a dossier that moved to another commune, programme batch or
    // institution is compared with itself, and one that no batch of the month pays is seen to be gone. A re-issue pays
    // an amount again that failed, so it is no second amount of the month.
    private const string Judged = """
        with live as (
            select b.period, b.commune, b.institution, l.entitlement_id, l.batch_id, l.no,
                   coalesce(sum(l.amount) filter (where l.kind = 'Regular'), 0)::bigint as monthly,
                   coalesce(sum(l.amount) filter (where l.kind <> 'Regular'), 0)::bigint as arrears
            from hub.batch b
            join hub.payment_line l on l.batch_id = b.batch_id
            where b.period in ($2, $3) and b.kind <> 'Reissue'
              and not exists (select from hub.payment_outcome o where o.batch_id = l.batch_id and o.no = l.no
                              and o.status in ('Removed', 'Voided'))
            group by b.period, b.commune, b.institution, l.entitlement_id, l.batch_id, l.no
        ), months as (
            select distinct on (period, entitlement_id) period, commune, institution, entitlement_id, batch_id, no,
                   (sum(monthly) over w)::bigint as monthly, (sum(arrears) over w)::bigint as arrears
            from live window w as (partition by period, entitlement_id)
            order by period, entitlement_id, monthly desc, batch_id, no
        ), brought as (
            select p.entitlement_id, p.monthly from hub.paid_before p
            where $3 between p.first_month and p.last_month
              and not exists (select from hub.paid_before x
                              where x.entitlement_id = p.entitlement_id and x.version > p.version)
        ), compared as (
            select e.entitlement_id, e.person_id, e.dossier, n.batch_id, n.no, n.institution,
                   coalesce(n.commune, d.commune, t.commune) as commune,
                   coalesce(n.monthly, 0) as monthly, coalesce(n.arrears, 0) as arrears,
                   coalesce(d.monthly, g.monthly) as before,
                   case when d.no is not null then 'Ledger' when g.monthly is not null then 'EarlierSystem' end
                       as origin,
                   d.batch_id as before_batch, d.no as before_no, d.institution as before_institution
            from hub.entitlement e
            left join months n on n.period = $2 and n.entitlement_id = e.entitlement_id
            left join months d on d.period = $3 and d.entitlement_id = e.entitlement_id
            left join brought g on g.entitlement_id = e.entitlement_id and d.no is null
            left join lateral (select commune from hub.entitlement_terms x where x.entitlement_id = e.entitlement_id
                               order by version desc limit 1) t on n.no is null and d.no is null
            where n.no is not null or coalesce(d.monthly, g.monthly) > 0
        ), judged as (
            select k.*, case when k.no is null then 'Gone'
                             when k.origin is null and (k.monthly > 0 or k.arrears = 0) then 'New'
                             else 'Kept' end as change,
                   k.no is not null and k.origin is not null and k.monthly <> k.before as amount_changed,
                   k.no is not null and k.before_no is not null
                       and (p.method, p.bank_bin, p.account, k.institution)
                           is distinct from (q.method, q.bank_bin, q.account, k.before_institution) as account_changed,
                   p.payee_name, p.bank_bin, p.account, q.bank_bin as bin_before, q.account as account_before
            from compared k
            left join hub.payment p on p.batch_id = k.batch_id and p.no = k.no
            left join hub.payment q on q.batch_id = k.before_batch and q.no = k.before_no
            where ($1::text[] is null or k.commune = any($1))
              and ($4::text[] is null or coalesce(k.institution, k.before_institution) = any($4))
        )
        """;

    public const string Summary = Judged + DifferenceQueries.Sums;

    public const string Items = Judged + DifferenceQueries.Rows;
}
