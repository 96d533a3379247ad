-- Of the orders of a batch, as its stream stood at that version, how many were booked whole on which day (ISO 8601; ''
-- while they are not): what an institution's promise is measured by. Orders that were refused are left out.
create table kept.batch_booking (
    batch_id uuid not null,
    booked text not null,
    version bigint not null,
    count bigint not null,
    amount bigint not null,
    primary key (batch_id, booked)
);
truncate kept.batch_stand;

-- The running totals from the postings themselves, for an operator whose verification says that they differ. Nothing is
-- posted meanwhile.
create function kept.sum_anew() returns void language sql as $$
    lock table hub.posting in share row exclusive mode;
    truncate kept.posting_total, kept.balance, kept.batch_stand, kept.batch_posting, kept.batch_booking, kept.file_sum;
    insert into kept.posting_total (kind, key, amount)
    select x.kind, x.key, sum(x.amount) from (
        select 'all' as kind, '' as key, p.amount from hub.posting p
        union all
        select p.account, coalesce(p.sub_account, ''), p.amount from hub.posting p
        where p.account in ('Bank', 'Advances', 'Unexplained')
        union all
        select 'fund', coalesce(p.sub_account, ''), p.amount from hub.posting p where p.account = 'FundAvailable'
        union all
        select 'fund', b.commune || '/' || b.programme || '/' || coalesce(p.source, b.source) || '/'
               || extract(year from b.period), p.amount
        from hub.posting p join hub.batch b on b.batch_id = p.batch_id
        where p.account in ('FundReserved', 'FundSpent')) x
    group by x.kind, x.key having sum(x.amount) <> 0;
    insert into kept.balance (
        account, programme, fund_programme, institution, source, month, fund_year, booked, debit, credit)
    select p.account, b.programme, f.programme, b.institution, coalesce(p.source, b.source), b.period, f.year,
           date_trunc('month', p.booked_on)::date, coalesce(sum(p.amount) filter (where p.amount > 0), 0),
           coalesce(-sum(p.amount) filter (where p.amount < 0), 0)
    from hub.posting p left join hub.batch b on b.batch_id = p.batch_id
    left join lateral (
        select nullif(split_part(p.sub_account, '/', 2), '') as programme,
               nullif(split_part(p.sub_account, '/', 4), '') as year
        where p.account in ('Allotment', 'FundAvailable', 'Appropriation', 'Undistributed')) f on true
    group by 1, 2, 3, 4, 5, 6, 7, 8;
$$;
