-- The same totals from one pass over what was posted: its rows are first summed by batch, which leaves a few hundred of
-- a statement's hundred thousands, and only these are told apart, joined and named.
create or replace function kept.total_postings() returns trigger language plpgsql as $$
begin
    insert into kept.posting_total (kind, key, amount)
    with summed as materialized (
        select p.account, p.sub_account, p.source, p.batch_id, sum(p.amount) as amount
        from changed p group by p.account, p.sub_account, p.source, p.batch_id
    )
    select x.kind, x.key, case tg_argv[0] when 'take' then -sum(x.amount) else sum(x.amount) end from (
        select 'all' as kind, '' as key, s.amount from summed s
        union all
        select s.account, coalesce(s.sub_account, ''), s.amount from summed s
        where s.account in ('Bank', 'Advances', 'Unexplained')
        union all
        select 'fund', coalesce(s.sub_account, ''), s.amount from summed s where s.account = 'FundAvailable'
        union all
        select 'fund', b.commune || '/' || b.programme || '/' || coalesce(s.source, b.source) || '/'
               || extract(year from b.period), s.amount
        from summed s join hub.batch b on b.batch_id = s.batch_id
        where s.account in ('FundReserved', 'FundSpent')) x
    group by x.kind, x.key having sum(x.amount) <> 0;
    return null;
end $$;
