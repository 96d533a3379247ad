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
            select batch_id, code, commune, programme, kind, own_source, stand, source, amount
            from sums_now where source <> '' and is_asked
        )
        """;

    /// <summary>
    /// What each source bears of the approved batches, less what was given back, is what its funds hold for them.
    /// </summary>
    internal const string Reserved = StandsBySource + """
        , written as (
            select b.batch_id, w.no, b.code, b.programme, b.kind, b.own_source
            from hub.payment_write_back w join asked_now b on b.batch_id = w.batch_id and b.is_asked
        ), sides as (
            select code, programme, kind, source, amount as needed, 0 as reserved from borne
            where stand not in ('not-approved', 'voided')
            union all
            select w.code, w.programme, w.kind, w.own_source, -p.amount, 0 from written w
            join hub.payment p on p.batch_id = w.batch_id and p.no = w.no
            union all
            select w.code, w.programme, w.kind, y.source,
                   case when y.source = x.source then -x.amount else x.amount end, 0
            from written w join hub.payment_source x on x.batch_id = w.batch_id and x.no = w.no
            cross join lateral (values (x.source), (w.own_source)) y(source)
            union all
            select b.code, b.programme, b.kind, m.source, 0,
                   case m.kind when 'Reserved' then m.amount else -m.amount end
            from hub.fund_movement m join asked_now b on b.batch_id = m.batch_id and b.is_asked
            where m.kind in ('Reserved', 'Released')
        ), compared as (
            select code, programme, source, sum(needed) as needed, sum(reserved) as reserved
            from sides where kind <> 'Reissue' group by 1, 2, 3
        )
        select programme || '/' || source, sum(needed)::bigint, sum(reserved)::bigint
        from compared group by programme, source
        union all
        select code || '/' || source, needed::bigint, reserved::bigint from compared where needed <> reserved
        order by 1
        """;

    // What the ledger says a source's funds have spent is what payments kept of its money. A wrong commune is named.
    private const string Spent = StandsBySource + """
        , sides as (
            select commune, programme, source, amount as kept, 0 as spent from borne where stand = 'settled'
            union all
            select p.commune, p.programme, p.source, 0, p.amount from posted_now p where p.account = 'FundSpent'
        ), compared as (
            select commune, programme, source, sum(kept) as kept, sum(spent) as spent from sides group by 1, 2, 3
        )
        select programme || '/' || source, sum(kept)::bigint, sum(spent)::bigint
        from compared group by programme, source
        union all
        select commune || '/' || programme || '/' || source, kept::bigint, spent::bigint from compared
        where kept <> spent order by 1
        """;

    // What was allotted to a fund is available, held for approved batches or spent. A wrong fund is named.
    private const string Stand = """
        with sides as (
            select commune || '/' || programme || '/' || source || '/' || fiscal_year as fund,
                   sum(case when kind in ('CarriedOver', 'Cancelled') then -amount else amount end) as allotted,
                   0 as stands
            from hub.fund_movement
            where kind in ('Allotted', 'CarriedIn', 'CarriedOver', 'Cancelled')
                and fiscal_year = extract(year from $1::date)::int and $2::text[] is null
            group by commune, programme, source, fiscal_year
            union all
            select t.key, 0, sum(t.amount) from kept.posting_total t where t.kind = 'fund'
                and right(t.key, 5) = '/' || extract(year from $1::date) group by t.key
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
            where fiscal_year = extract(year from $1::date)::int and $2::text[] is null
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
