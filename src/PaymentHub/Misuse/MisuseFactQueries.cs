namespace PaymentHub.Misuse;

/// <content>The queries; <c>$1</c> is the first day of the period.</content>
public sealed partial class MisuseFacts
{
    private const string LatestDeaths = """
        select distinct on (d.person_id) d.person_id, b.personal_id, d.died_on,
               min(d.at) over (partition by d.person_id) as known_at, d.extract_number
        from hub.death d
        join lateral (select personal_id from hub.beneficiary b where b.person_id = d.person_id
                      order by version desc limit 1) b on true
        order by d.person_id, d.version desc
        """;

    // One row a decision, with its latest terms, its latest payout and its person as now registered.
    private const string Decisions = """
        select n.entitlement_id, n.person_id, n.dossier, t.programme, t.grp, t.commune, t.from_month,
               least(t.until_month, e.month) as until_month, p.method, p.bank_bin, p.account,
               coalesce(p.relation, 'Self') as relation
        from hub.entitlement n
        join (select distinct on (entitlement_id) * from hub.entitlement_terms
              order by entitlement_id, version desc) t on t.entitlement_id = n.entitlement_id
        left join (select entitlement_id, min(month) as month from hub.entitlement_pause where kind = 'Ended'
                   group by entitlement_id) e on e.entitlement_id = n.entitlement_id
        left join (select distinct on (person_id, dossier) * from hub.payout
                   order by person_id, dossier, version desc) p on p.person_id = n.person_id and p.dossier = n.dossier
        """;

    private const string People = """
        select distinct on (person_id) person_id, personal_id, full_name, birth_year, birth_date, sex
        from hub.beneficiary order by person_id, version desc
        """;

    private const string LinesQuery = $"""
        select l.person_id, l.dossier, p.end_to_end_id, l.first_month, l.last_month, l.amount, p.bank_bin,
               case when p.method = 'Transfer' then p.account end, p.relation, coalesce(s.at, b.at)
        from hub.batch b
        join hub.payment_line l on l.batch_id = b.batch_id
        join hub.payment p on p.batch_id = l.batch_id and p.no = l.no
        left join lateral (select max(at) as at from hub.batch_step s
                           where s.batch_id = b.batch_id and s.status = 'Released') s on true
        where b.period = $1 and l.person_id in (select person_id from hub.death)
          and not exists (select from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no
                          and o.status in ('Removed', 'Voided'))
        """;

    private const string DeathsQuery = LatestDeaths;

    private const string OpenQuery = $"""
        with death as ({LatestDeaths}), decision as ({Decisions})
        select d.person_id, d.personal_id, d.died_on, d.known_at, d.extract_number, n.dossier,
               f.first_month, f.last_month, f.monthly
        from death d
        join decision n on n.person_id = d.person_id and n.until_month is null and n.from_month <= d.died_on
        left join lateral (select first_month, last_month, monthly from hub.paid_before f
                           where f.entitlement_id = n.entitlement_id order by version desc limit 1) f on true
        """;

    // People of an account are counted in one pass, whatever the database believes of the number of rows: ranks from
    // both ends sum to one more than the number of distinct people.
    private const string DeclarationsQuery = $"""
        with decision as ({Decisions}), own as (
            select * from decision where account is not null and bank_bin is not null and from_month <= $1
            and (until_month is null or until_month > $1)),
        counted as (
            select own.*, dense_rank() over (partition by bank_bin, account order by person_id)
                + dense_rank() over (partition by bank_bin, account order by person_id desc) - 1 as people from own)
        select o.bank_bin, o.account, o.person_id, o.dossier, o.relation, paid.end_to_end_id, paid.amount
        from counted o
        left join lateral (
            select p.end_to_end_id, sum(l.amount)::bigint as amount
            from hub.payment_line l
            join hub.batch b on b.batch_id = l.batch_id and b.period = $1
            join hub.payment p on p.batch_id = l.batch_id and p.no = l.no
            where l.entitlement_id = o.entitlement_id
            group by p.end_to_end_id order by p.end_to_end_id limit 1) paid on true
        where o.people >= 4
        """;

    private const string Breaks = """
        select k.*, i.institution from hub.entry_break k
        join lateral (select institution from hub.bank_file_step s where s.file_id = k.file_id
                      and institution is not null order by version limit 1) i on true
        where k.is_debit and k.kind <> 'Ambiguous' and k.amount > 0
          and k.value_date >= $1 and k.value_date < $1::date + interval '1 month'
        """;

    // An excess is told with its whole debit: what was matched of the same entry and what was not.
    private const string DebitsQuery = $"""
        with broken as ({Breaks})
        select k.institution, k.bank_reference, k.end_to_end_id, k.account,
               k.amount + case when k.kind = 'ExcessDebit' then coalesce(m.amount, 0) else 0 end, k.value_date
        from broken k
        left join lateral (select sum(amount)::bigint as amount from hub.entry_match m
                           where m.file_id = k.file_id and m.entry = k.entry) m on true
        union all
        select i.institution, m.bank_reference, p.end_to_end_id, p.account, m.amount, m.value_date
        from hub.payment p
        join hub.entry_match m on m.batch_id = p.batch_id and m.no = p.no and m.kind = 'Payment'
        join lateral (select institution from hub.bank_file_step s where s.file_id = m.file_id
                      and institution is not null order by version limit 1) i on true
        where m.amount = p.amount
          and p.end_to_end_id in (select end_to_end_id from broken where kind = 'SecondDebit')
        """;

    private const string InstructedQuery = $"""
        select p.end_to_end_id, array_agg(distinct l.dossier), p.bank_bin,
               case when p.method = 'Transfer' then p.account end, p.amount
        from hub.payment p join hub.payment_line l on l.batch_id = p.batch_id and l.no = p.no
        where p.end_to_end_id in (select end_to_end_id from ({Breaks}) broken)
          and exists (select from hub.payment_outcome o
                      where o.batch_id = p.batch_id and o.no = p.no and o.status = 'Instructed')
        group by p.batch_id, p.no
        """;

    private const string DecisionsQuery = $"""
        with decision as ({Decisions}), person as ({People}), counted as (
            select n.*, b.personal_id, b.full_name, b.birth_year, b.birth_date,
                   count(*) over (partition by n.person_id, n.programme) as twice,
                   count(*) over (partition by n.bank_bin, n.account, b.birth_date) as alike
            from decision n join person b on b.person_id = n.person_id)
        select person_id, personal_id, full_name, birth_year, birth_date, dossier, programme, grp, commune,
               from_month, until_month, bank_bin, account, relation
        from counted
        where twice > 1 or (alike > 1 and account is not null and birth_date is not null)
        """;

    private const string IdentitiesQuery = $"""
        with person as ({People})
        select b.person_id, b.personal_id, b.sex, b.birth_year, b.birth_date,
               (select coalesce(array_agg(dossier order by dossier), array[]::text[])
                from hub.entitlement n where n.person_id = b.person_id)
        from person b
        where (substr(b.personal_id, 4, 1)::int % 2 = 0) <> (b.sex = 'Male')
           or 1900 + substr(b.personal_id, 4, 1)::int / 2 * 100 + substr(b.personal_id, 5, 2)::int <> b.birth_year
        """;
}
