-- Files out and in.
create table hub.instruction_file (
    message_id text primary key,
    kind text not null,
    institution text not null,
    period date not null,
    file_name text not null,
    sha256 text not null,
    count int not null,
    amount bigint not null,
    covers_message_id text,
    end_to_end_id text,
    at timestamptz not null
);

create table hub.bank_file_step (
    file_id uuid not null,
    version bigint not null,
    status text not null,
    institution text,
    file_name text,
    format text,
    sha256 text,
    entries int,
    matched int,
    broken int,
    reasons text[] not null,
    findings text[] not null,
    at timestamptz not null,
    primary key (file_id, version)
);

-- A statement is accepted once: the same identification with other content collides here.
create table hub.statement (
    file_id uuid not null,
    item int not null,
    account text not null,
    statement_id text not null,
    sequence bigint,
    opening bigint not null,
    closing bigint not null,
    from_date date,
    to_date date,
    at timestamptz not null,
    primary key (file_id, item),
    unique (account, statement_id)
);


create table hub.entry_match (
    file_id uuid not null,
    version bigint not null,
    item int not null,
    entry int not null,
    kind text not null,
    rule text not null,
    amount bigint not null,
    batch_id uuid,
    no int,
    bank_reference text not null,
    value_date date not null,
    at timestamptz not null,
    primary key (file_id, version, item)
);
create index entry_match_payment on hub.entry_match (batch_id, no) where batch_id is not null;

create table hub.entry_break (
    file_id uuid not null,
    version bigint not null,
    item int not null,
    entry int not null,
    value_date date not null,
    kind text not null,
    amount bigint not null,
    is_debit boolean not null,
    bank_reference text not null,
    end_to_end_id text,
    account text,
    candidates text[] not null,
    at timestamptz not null,
    primary key (file_id, version, item)
);
create index entry_break_date on hub.entry_break (value_date);

create table hub.account_movement (
    stream_id uuid not null,
    version bigint not null,
    kind text not null,
    account text not null,
    counterpart text,
    file_id uuid,
    entry int,
    value_date date,
    amount bigint not null,
    reference text,
    at timestamptz not null,
    primary key (stream_id, version)
);
