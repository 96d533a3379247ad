namespace PaymentHub.Ledger;

/// <summary>
/// The part of the tie-out that looks at the sources of funds. A payment is measured like a ruler, the batch's own
/// source first, so each source bears of a stand what the stand covers of the source's part.
/// </summary>
internal static class TieOutSources
{
    /// <summary>The stands of payments, and what each source bears of them in each batch.</summary>
    internal const string StandsBySource = """
        with borne as (
            select batch_id, stand, source, amount from sums_now where source <> '' and is_asked
        )
        """;

    /// <summary>
    /// What each source bears of the approved batches, less what was given back, is what its funds hold for them.
    /// </summary>
    internal const string Reserved = StandsBySource + """
        , written as (
            select w.batch_id, w.no from hub.payment_write_back w join hub.batch b on b.batch_id = w.batch_id
                and b.period = $1 and ($2::text[] is null or b.commune = any($2))
        ), sides as (
            select batch_id, source, sum(amount) as needed, 0 as reserved from borne
            where stand not in ('not-approved', 'voided') group by 1, 2
            union all
            select w.batch_id, b.source, -p.amount, 0 from written w join hub.batch b on b.batch_id = w.batch_id
            join hub.payment p on p.batch_id = w.batch_id and p.no = w.no
            union all
            select x.batch_id, y.source, case when y.source = x.source then -x.amount else x.amount end, 0
            from written w join hub.payment_source x on x.batch_id = w.batch_id and x.no = w.no
            join hub.batch b on b.batch_id = w.batch_id cross join lateral (values (x.source), (b.source)) y(source)
            union all
            select m.batch_id, m.source, 0, sum(case m.kind when 'Reserved' then m.amount else -m.amount end)
            from hub.fund_movement m join hub.batch b on b.batch_id = m.batch_id and b.period = $1
                and ($2::text[] is null or b.commune = any($2))
            where m.kind in ('Reserved', 'Released') group by 1, 2
        ), compared as (
            select b.code, b.programme, s.source, sum(s.needed) as needed, sum(s.reserved) as reserved
            from sides s join hub.batch b on b.batch_id = s.batch_id
            where b.kind <> 'Reissue' group by 1, 2, 3
        )
        select programme || '/' || source, sum(needed)::bigint, sum(reserved)::bigint from compared group by 1
        union all
        select code || '/' || source, needed::bigint, reserved::bigint from compared where needed <> reserved
        order by 1
        """;

    // What the ledger says a source's funds have spent is what payments kept of its money. A wrong commune is named.
    private const string Spent = StandsBySource + """
        , sides as (
            select batch_id, source, amount as kept, 0 as spent from borne where stand = 'settled'
            union all
            select p.batch_id, coalesce(p.source, b.source), 0, p.amount
            from posted_now p join hub.batch b on b.batch_id = p.batch_id
            where p.account = 'FundSpent'
        ), compared as (
            select b.commune, b.programme, s.source, sum(s.kept) as kept, sum(s.spent) as spent
            from sides s join hub.batch b on b.batch_id = s.batch_id group by 1, 2, 3
        )
        select programme || '/' || source, sum(kept)::bigint, sum(spent)::bigint from compared group by 1
        union all
        select commune || '/' || programme || '/' || source, kept::bigint, spent::bigint from compared
        where kept <> spent order by 1
        """;

    // What was allotted to a fund is available, held for approved batches or spent. A wrong fund is named.
    private const string Stand = """
        with sides as (
            select commune || '/' || programme || '/' || source || '/' || fiscal_year as fund,
                   case when kind in ('CarriedOver', 'Cancelled') then -amount else amount end as allotted, 0 as stands
            from hub.fund_movement
            where kind in ('Allotted', 'CarriedIn', 'CarriedOver', 'Cancelled')
                and fiscal_year = extract(year from $1::date) and $2::text[] is null
            union all
            select t.key, 0, t.amount from kept.posting_total t where t.kind = 'fund'
                and split_part(t.key, '/', 4) = extract(year from $1::date)::text
        ), compared as (
            select fund, sum(allotted) as allotted, sum(stands) as stands from sides group by fund
        )
        select split_part(fund, '/', 2) || '/' || split_part(fund, '/', 3), sum(allotted)::bigint, sum(stands)::bigint
        from compared group by 1
        union all
        select fund, allotted::bigint, stands::bigint from compared where allotted <> stands order by 1
        """;

    // What the budget granted and no fund got yet is what the ledger has undistributed. A wrong one is named.
    private const string Undistributed = """
        with sides as (
            select programme, source, case kind when 'Granted' then amount else -amount end as left_over, 0 as stands
            from hub.appropriation_movement
            where fiscal_year = extract(year from $1::date) and $2::text[] is null
            union all
            select split_part(p.sub_account, '/', 2), split_part(p.sub_account, '/', 3), 0, p.amount
            from hub.posting p where p.account = 'Undistributed' and $2::text[] is null
                and split_part(p.sub_account, '/', 4) = extract(year from $1::date)::text
        )
        select programme || '/' || source, sum(left_over)::bigint, sum(stands)::bigint from sides group by 1 order by 1
        """;

    /// <summary>Identities of the funds over the whole province.</summary>
    internal static readonly (string Name, string Sql)[] ProvinceIdentities =
        [("fund-spent", Spent), ("fund-stand", Stand), ("undistributed", Undistributed)];
}
