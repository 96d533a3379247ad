-- Breaks from when people touch them. A break has an id of its own, made like Keys.GuidOf: SHA-256 over the parts, each
-- behind its length, as a UUID of version 8.
create function hub.break_id(file uuid, version bigint, item int) returns uuid language sql immutable as $$
    select encode(set_byte(set_byte(d, 6, (get_byte(d, 6) & 15) | 128), 8, (get_byte(d, 8) & 63) | 128), 'hex')::uuid
    from (select substring(sha256(string_agg(int4send(length(part)) || convert_to(part, 'UTF8'), ''::bytea order by n))
                           from 1 for 16) as d
          from unnest(array['break', file::text, version::text, item::text]) with ordinality p(part, n)) h
$$;

alter table hub.entry_break add column break_id uuid, add column payer_account text, add column from_advance boolean;
update hub.entry_break k set
    break_id = hub.break_id(k.file_id, k.version, k.item),
    payer_account = own.sub_account,
    from_advance = own.account = 'Advances'
from (select distinct on (stream_id, version) stream_id, version, account, sub_account from hub.posting
      where account in ('Bank', 'Advances') order by stream_id, version, item) own
where own.stream_id = k.file_id and own.version = k.version;
alter table hub.entry_break alter column break_id set not null, alter column payer_account set not null,
    alter column from_advance set not null;
create unique index entry_break_id on hub.entry_break (break_id);
create index entry_break_order on hub.entry_break (end_to_end_id) where end_to_end_id is not null;

-- The version of the passes that made a match; 0 for those of before it was kept.
alter table hub.entry_match add column rule_version int not null default 0;

-- One row a step of a break; status, owner and day are set by the steps that change them.
create table hub.break_step (
    break_id uuid not null,
    version bigint not null,
    step text not null,
    status text,
    owner text,
    due date,
    by_user text not null,
    at timestamptz not null,
    primary key (break_id, version)
);

-- What a break's money was said to be, and was taken back: the sign is below zero where it was.
create table hub.break_part (
    break_id uuid not null,
    version bigint not null,
    item int not null,
    kind text not null,
    amount bigint not null,
    batch_id uuid,
    no int,
    message_id text,
    other_break uuid,
    by_user text not null,
    reason text not null,
    at timestamptz not null,
    primary key (break_id, version, item)
);
create index break_part_payment on hub.break_part (batch_id, no) where batch_id is not null;

create table hub.break_file (
    break_id uuid not null,
    version bigint not null,
    file_name text not null,
    content_type text not null,
    sha256 text not null,
    size bigint not null,
    by_user text not null,
    at timestamptz not null,
    primary key (break_id, version)
);

-- Matches that people took back; such a pair is not proposed again.
create table hub.match_undone (
    file_id uuid not null,
    version bigint not null,
    entry int not null,
    kind text not null,
    rule text not null,
    amount bigint not null,
    batch_id uuid,
    no int,
    by_user text not null,
    reason text not null,
    at timestamptz not null,
    primary key (file_id, version)
);
create index match_undone_payment on hub.match_undone (batch_id, no) where batch_id is not null;
