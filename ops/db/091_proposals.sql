-- What the probabilistic pass proposes for breaks, and what people said of it.
create table hub.match_run (
    stream_id uuid not null,
    version bigint not null,
    institution text not null,
    rule_version int not null,
    input text not null,
    breaks int not null,
    payments int not null,
    proposals int not null,
    at timestamptz not null,
    primary key (stream_id, version)
);

create table hub.match_proposal (
    stream_id uuid not null,
    version bigint not null,
    item int not null,
    break_id uuid not null,
    batch_id uuid not null,
    no int not null,
    band text not null,
    per_mille int not null,
    milli_bits bigint not null,
    fields text[] not null,
    levels text[] not null,
    field_bits text[] not null,
    runner_up text,
    margin bigint,
    would_decide text[] not null,
    primary key (stream_id, version, item)
);
create index match_proposal_break on hub.match_proposal (break_id);

create table hub.pair_rejected (
    break_id uuid not null,
    version bigint not null,
    batch_id uuid not null,
    no int not null,
    by_user text not null,
    reason text not null,
    at timestamptz not null,
    primary key (break_id, version)
);
