-- Withdrawal slips, one row a batch that a slip covers.
create table hub.slip_part (
    stream_id uuid not null,
    version bigint not null,
    item int not null,
    period date not null,
    commune text not null,
    source text not null,
    number text not null,
    batch_id uuid not null,
    amount bigint not null,
    issued_on date not null,
    at timestamptz not null,
    primary key (stream_id, version, item)
);
create index slip_part_batch on hub.slip_part (batch_id);
do $$ begin
    if to_regclass('events.mt_events') is null then return; end if;
    insert into hub.slip_part
    select e.stream_id, e.version, b.no - 1, (e.data ->> 'period' || '-01')::date, e.data ->> 'commune',
           e.data ->> 'source', e.data ->> 'number', (b.part ->> 'batch')::uuid, (b.part ->> 'amount')::bigint,
           (e.data ->> 'issuedOn')::date, (e.data ->> 'at')::timestamptz
    from events.mt_events e cross join jsonb_array_elements(e.data -> 'batches') with ordinality b(part, no)
    where e.type = 'withdrawal_slip_recorded';
end $$;
-- A slip that was taken back names its number alone: what it covered is what was recorded last under it.
create table hub.slip_cancel (
    stream_id uuid not null,
    version bigint not null,
    number text not null,
    by_user text not null,
    reason text not null,
    at timestamptz not null,
    primary key (stream_id, version)
);
do $$ begin
    if to_regclass('events.mt_events') is null then return; end if;
    insert into hub.slip_cancel
    select stream_id, version, data ->> 'number', data ->> 'byUser', data ->> 'reason', (data ->> 'at')::timestamptz
    from events.mt_events where type = 'withdrawal_slip_cancelled';
end $$;
