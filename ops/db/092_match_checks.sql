-- Judgements of sampled automatic matches.
create table hub.match_check (
    stream_id uuid not null,
    version bigint not null,
    period date not null,
    file_id uuid not null,
    entry int not null,
    batch_id uuid,
    no int,
    rule text not null,
    is_right boolean not null,
    note text,
    by_user text not null,
    at timestamptz not null,
    primary key (stream_id, version)
);
create index match_check_period on hub.match_check (period);
create index entry_match_date on hub.entry_match (value_date);
