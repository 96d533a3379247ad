-- Sums that follow from other rows and are kept so that years of history need not be read for one month: of a batch
-- as its stream stood at that version, of a bank's file likewise. A stream that has gone on since makes its sums void,
-- and whoever asks next makes them anew.
create schema kept;

-- How much of a batch stands where: all of it (source ''), and what each source of funds bears of it. "open" leaves
-- out what was made again or written back. The row of the stand 'planned' is always there and is the whole batch.
create table kept.batch_stand (
    batch_id uuid not null,
    stand text not null,
    source text not null,
    version bigint not null,
    count bigint not null,
    amount bigint not null,
    open bigint not null,
    primary key (batch_id, stand, source)
);

-- What the entries of a bank's file moved on the account: as matched, as unexplained, as told before by another file.
create table kept.file_sum (
    file_id uuid primary key,
    version bigint not null,
    matched bigint not null,
    broken bigint not null,
    known bigint not null
);

create index posting_sums on hub.posting (account, sub_account) include (batch_id, source, amount);

-- Running totals of the ledger, added to in the transaction that posts, by every way of posting; equal legs of one
-- statement leave nothing. "all": everything; "fund": what a fund has available, held or spent; "Bank", "Advances",
-- "Unexplained": the account by its sub-account.
create table kept.posting_total (
    kind text not null,
    key text not null,
    amount bigint not null
);
create index posting_total_kind on kept.posting_total (kind, key) include (amount);

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

create function kept.total_postings() returns trigger language plpgsql as $$
begin
    insert into kept.posting_total (kind, key, amount)
    select x.kind, x.key, case tg_argv[0] when 'take' then -sum(x.amount) else sum(x.amount) end from (
        select 'all' as kind, '' as key, p.amount from changed p
        union all
        select p.account, coalesce(p.sub_account, ''), p.amount from changed p
        where p.account in ('Bank', 'Advances', 'Unexplained')
        union all
        select 'fund', coalesce(p.sub_account, ''), p.amount from changed p where p.account = 'FundAvailable'
        union all
        select 'fund', b.commune || '/' || b.programme || '/' || coalesce(p.source, b.source) || '/'
               || extract(year from b.period), p.amount
        from changed p join hub.batch b on b.batch_id = p.batch_id
        where p.account in ('FundReserved', 'FundSpent')) x
    group by x.kind, x.key having sum(x.amount) <> 0;
    return null;
end $$;

create trigger posting_added after insert on hub.posting referencing new table as changed
    for each statement execute function kept.total_postings('add');
create trigger posting_removed after delete on hub.posting referencing old table as changed
    for each statement execute function kept.total_postings('take');
create trigger posting_changed_from after update on hub.posting referencing old table as changed
    for each statement execute function kept.total_postings('take');
create trigger posting_changed_to after update on hub.posting referencing new table as changed
    for each statement execute function kept.total_postings('add');
