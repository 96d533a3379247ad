-- Debits and credits along what most questions to the ledger ask, so that years of postings need not be read for a trial
-- balance: kept like the running totals, a row added with every posting and drawn together now and then. "month" is the
-- month of entitlement (its first day), "booked" that of the books; a fund's own accounts have no batch and take
-- programme and year from the fund's code (fund_programme, fund_year).
create table kept.balance (
    account text not null,
    programme text,
    fund_programme text,
    institution text,
    source text,
    month date,
    fund_year text,
    booked date,
    debit bigint not null,
    credit bigint not null
);
create index balance_account on kept.balance (account);

-- What the ledger has of a batch as its stream stood at that version, on the accounts that a month's tie-out looks at;
-- kept together with where the batch's money stands, so that is summed anew.
create table kept.batch_posting (
    batch_id uuid not null,
    account text not null,
    source text not null,
    version bigint not null,
    amount bigint not null,
    primary key (batch_id, account, source)
);
truncate kept.batch_stand;

-- What was posted to a batch is read from its index alone.
drop index hub.posting_batch;
create index posting_batch on hub.posting (batch_id, account) include (source, amount) where batch_id is not null;
-- Which batches have money on the way.
create index posting_in_transit on hub.posting (batch_id) include (amount) where account = 'InTransit';

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

create or replace function kept.total_postings() returns trigger language plpgsql as $$
declare
    sign constant int := case tg_argv[0] when 'take' then -1 else 1 end;
begin
    with summed as materialized (
        select p.account, p.sub_account, p.source, p.batch_id, date_trunc('month', p.booked_on)::date as booked,
               sum(p.amount) as amount, coalesce(sum(p.amount) filter (where p.amount > 0), 0) as debit
        from changed p group by 1, 2, 3, 4, 5
    ), told as materialized (
        select s.*, b.programme, b.institution, b.commune, b.period, coalesce(s.source, b.source) as bearer
        from summed s left join hub.batch b on b.batch_id = s.batch_id
    ), totals as (
        insert into kept.posting_total (kind, key, amount)
        select x.kind, x.key, sign * sum(x.amount) from (
            select 'all' as kind, '' as key, s.amount from told s
            union all
            select s.account, coalesce(s.sub_account, ''), s.amount from told s
            where s.account in ('Bank', 'Advances', 'Unexplained')
            union all
            select 'fund', coalesce(s.sub_account, ''), s.amount from told s where s.account = 'FundAvailable'
            union all
            select 'fund', s.commune || '/' || s.programme || '/' || s.bearer || '/' || extract(year from s.period),
                   s.amount
            from told s where s.account in ('FundReserved', 'FundSpent') and s.commune is not null) x
        group by x.kind, x.key having sum(x.amount) <> 0
    )
    insert into kept.balance (
        account, programme, fund_programme, institution, source, month, fund_year, booked, debit, credit)
    select t.account, t.programme, f.programme, t.institution, t.bearer, t.period, f.year, t.booked,
           sign * sum(t.debit), sign * sum(t.debit - t.amount)
    from told t
    left join lateral (
        select nullif(split_part(t.sub_account, '/', 2), '') as programme,
               nullif(split_part(t.sub_account, '/', 4), '') as year
        where t.account in ('Allotment', 'FundAvailable', 'Appropriation', 'Undistributed')) f on true
    group by 1, 2, 3, 4, 5, 6, 7, 8;
    return null;
end $$;
