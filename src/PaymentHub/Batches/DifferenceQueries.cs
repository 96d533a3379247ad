namespace PaymentHub.Batches;

/// <summary>
/// The two questions of <see cref="CompareBatch"/> over one comparison. Parameters: 1 batches, 2 their period, 3 the
/// month before, 4 the programmes that are paid to a fund; for items also 5 part, 6 size, 7 offset.
/// </summary>
internal static class DifferenceQueries
{
    // Candidates come from the batches' own lines, from last month's batches of the same key and from the register's
    // decisions of the same commune, programme and institution. Only their lines are read, through the index of
    // entitlements. One that is paid elsewhere this month (moved, or another institution) is not gone: the batch that
    // pays it compares it. A payment that was made again counts once: beside the batches asked for, re-issues are left
    // out. What is gone belongs to the key's first batch, and a supplement that only adds arrears does
    // not compare a monthly amount that the regular batch already compares.
    private const string Compared = """
        with chosen as (
            select batch_id, commune, programme, institution, number from hub.batch where batch_id = any($1)
        ), decision as (
            select c.batch_id, t.entitlement_id, e.dossier, e.person_id, c.programme, c.institution
            from chosen c
            join hub.entitlement_terms t
                on t.commune = c.commune and t.programme = c.programme and c.number = 0
            join hub.entitlement e on e.entitlement_id = t.entitlement_id
            where not exists (select from hub.entitlement_terms x
                              where x.entitlement_id = t.entitlement_id and x.version > t.version)
        ), candidate as (
            select c.batch_id, l.entitlement_id, l.person_id, l.dossier
            from chosen c join hub.payment_line l on l.batch_id = c.batch_id
            union
            select c.batch_id, l.entitlement_id, l.person_id, l.dossier
            from chosen c
            join hub.batch b on b.period = $3 and b.commune = c.commune and b.programme = c.programme
                and b.institution = c.institution and c.number = 0
            join hub.payment_line l on l.batch_id = b.batch_id
            union
            select d.batch_id, d.entitlement_id, d.person_id, d.dossier
            from decision d
            where d.programme = any($4) or d.institution = (
                select o.institution from hub.payout o where o.person_id = d.person_id and o.dossier = d.dossier
                order by o.version desc limit 1)
        ), live as (
            select b.period, b.institution, l.batch_id, l.entitlement_id, l.no,
                   coalesce(sum(l.amount) filter (where l.kind = 'Regular'), 0)::bigint as monthly,
                   coalesce(sum(l.amount) filter (where l.kind <> 'Regular'), 0)::bigint as arrears
            from (select distinct entitlement_id from candidate) c
            join hub.payment_line l on l.entitlement_id = c.entitlement_id
            join hub.batch b on b.batch_id = l.batch_id and b.period in ($2, $3)
                and (b.kind <> 'Reissue' or b.batch_id = any($1))
            where not exists (select from hub.payment_outcome o where o.batch_id = l.batch_id and o.no = l.no
                              and o.status in ('Removed', 'Voided'))
            group by b.period, b.institution, l.batch_id, l.entitlement_id, l.no
        ), present as (
            select entitlement_id, max(monthly) as monthly from live where period = $2 group by entitlement_id
        ), paid as (
            select distinct on (entitlement_id) entitlement_id, batch_id, no, institution,
                   sum(monthly) over (partition by entitlement_id)::bigint as monthly
            from live where period = $3 order by entitlement_id, monthly desc, batch_id, no
        ), brought as (
            select p.entitlement_id, p.monthly from hub.paid_before p
            join (select distinct entitlement_id from candidate) c on c.entitlement_id = p.entitlement_id
            where $3 between p.first_month and p.last_month
              and not exists (select from hub.paid_before x
                              where x.entitlement_id = p.entitlement_id and x.version > p.version)
        ), compared as (
            select c.batch_id, c.entitlement_id, c.person_id, c.dossier, n.no, n.institution,
                   coalesce(n.monthly, 0) as monthly, coalesce(n.arrears, 0) as arrears,
                   case when n.monthly = 0 and h.monthly > 0 then 0 else coalesce(d.monthly, g.monthly) end as before,
                   case when d.no is not null then 'Ledger'
                        when g.monthly is not null then 'EarlierSystem' end as origin,
                   d.batch_id as before_batch, d.no as before_no, d.institution as before_institution
            from candidate c
            left join live n on n.batch_id = c.batch_id and n.entitlement_id = c.entitlement_id
            left join present h on h.entitlement_id = c.entitlement_id
            left join paid d on d.entitlement_id = c.entitlement_id
            left join brought g on g.entitlement_id = c.entitlement_id and d.no is null
            where n.no is not null or (h.entitlement_id is null and coalesce(d.monthly, g.monthly) > 0)
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
        )
        """;

    /// <summary>The sums over a comparison that is named <c>judged</c>.</summary>
    public const string Sums = """

        select count(*) filter (where origin is not null), coalesce(sum(before), 0)::bigint,
               count(*) filter (where change = 'New'),
               coalesce(sum(monthly) filter (where change = 'New'), 0)::bigint,
               count(*) filter (where change = 'Gone'),
               coalesce(sum(before) filter (where change = 'Gone'), 0)::bigint,
               count(*) filter (where amount_changed),
               coalesce(sum(monthly - before) filter (where amount_changed), 0)::bigint,
               count(*) filter (where account_changed),
               coalesce(sum(monthly + arrears) filter (where account_changed), 0)::bigint,
               count(*) filter (where no is not null and (monthly > 0 or arrears = 0)),
               coalesce(sum(monthly), 0)::bigint,
               count(*) filter (where arrears > 0), coalesce(sum(arrears), 0)::bigint,
               count(*) filter (where origin = 'EarlierSystem'), count(*) filter (where no is not null)
        from judged
        """;

    /// <summary>One page of the dossiers of a comparison that is named <c>judged</c>.</summary>
    public const string Rows = """

        select j.dossier, j.change, j.amount_changed, j.account_changed, j.no,
               '*** ' || substring(j.payee_name from '\S+$'), j.monthly, j.arrears, j.before, j.origin,
               case when j.no is not null then
                   concat_ws(' ', j.institution, j.bank_bin, '****' || right(j.account, 4)) end,
               case when j.before_no is not null then
                   concat_ws(' ', j.before_institution, j.bin_before, '****' || right(j.account_before, 4)) end,
               case when j.change = 'Gone' then coalesce(
                   (select 'Died' from hub.death d where d.person_id = j.person_id limit 1),
                   (select case when t.until_month <= $2 then 'Ended' end from hub.entitlement_terms t
                    where t.entitlement_id = j.entitlement_id order by t.version desc limit 1),
                   (select case u.kind when 'Ended' then 'Ended' when 'Suspended' then 'Suspended' end
                    from hub.entitlement_pause u where u.entitlement_id = j.entitlement_id and u.month <= $2
                    order by u.version desc limit 1)) end,
               count(*) over ()
        from judged j
        where case $5 when 'new' then j.change = 'New' when 'gone' then j.change = 'Gone'
                      when 'amount' then j.amount_changed when 'account' then j.account_changed
                      when 'arrears' then j.arrears > 0
                      else j.change <> 'Kept' or j.amount_changed or j.account_changed or j.arrears > 0 end
        order by abs(j.monthly + j.arrears - coalesce(j.before, 0)) desc, j.dossier limit $6 offset $7
        """;

    public const string Summary = Compared + Sums;

    public const string Items = Compared + Rows;
}
