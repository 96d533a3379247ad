-- Read rows of payment batches. Insert-only; the current state is the row with the highest version.
create table hub.batch (
    batch_id uuid primary key,
    code text not null unique,
    pmtinf_id text not null unique,
    period date not null,
    commune text not null,
    programme text not null,
    institution text not null,
    number int not null,
    kind text not null,
    source text not null,
    by_user text not null,
    at timestamptz not null
);
create index batch_period on hub.batch (period, commune);

create table hub.batch_step (
    batch_id uuid not null,
    version bigint not null,
    status text not null,
    count int not null,
    amount bigint not null,
    content_hash text,
    message_id text,
    by_user text not null,
    at timestamptz not null,
    primary key (batch_id, version)
);

create table hub.payment (
    batch_id uuid not null,
    no int not null,
    end_to_end_id text not null unique,
    payee uuid not null,
    occurrence int not null,
    amount bigint not null,
    method text not null,
    bank_bin text,
    account text,
    holder_name text,
    relation text not null,
    payee_name text not null,
    primary key (batch_id, no)
);
create index payment_payee on hub.payment (payee);
create index payment_account on hub.payment (account) where account is not null;

create table hub.payment_line (
    batch_id uuid not null,
    version bigint not null,
    item int not null,
    no int not null,
    entitlement_id uuid not null,
    person_id uuid not null,
    dossier text not null,
    grp text not null,
    kind text not null,
    first_month date not null,
    last_month date not null,
    amount bigint not null,
    why text not null,
    primary key (batch_id, version, item)
);
create index payment_line_entitlement on hub.payment_line (entitlement_id);
create index payment_line_person on hub.payment_line (person_id);

-- What happened to a payment, one row a fact. Holds are facts of their own and do not change the status.
create table hub.payment_outcome (
    batch_id uuid not null,
    no int not null,
    version bigint not null,
    item int not null,
    status text not null,
    amount bigint not null,
    code text,
    file_id uuid,
    entry int,
    value_date date,
    at timestamptz not null,
    primary key (batch_id, no, version, item)
);

create table hub.payment_hold (
    batch_id uuid not null,
    no int not null,
    version bigint not null,
    held boolean not null,
    reason text not null,
    by_user text not null,
    at timestamptz not null,
    primary key (batch_id, no, version)
);

create table hub.payment_reissue (
    batch_id uuid not null,
    no int not null,
    new_batch_id uuid not null,
    new_no int not null,
    at timestamptz not null,
    primary key (batch_id, no),
    unique (new_batch_id, new_no)
);

create table hub.run_step (
    run_id uuid not null,
    version bigint not null,
    period date,
    commune text,
    status text not null,
    communes int not null,
    batches int not null,
    payments int not null,
    lines int not null,
    amount bigint not null,
    held_payments int not null,
    held_amount bigint not null,
    at timestamptz not null,
    primary key (run_id, version)
);

create table hub.posting (
    stream_id uuid not null,
    version bigint not null,
    item int not null,
    account text not null,
    sub_account text,
    batch_id uuid,
    amount bigint not null,
    at timestamptz not null,
    primary key (stream_id, version, item)
);
create index posting_account on hub.posting (account, at);
create index posting_batch on hub.posting (batch_id) where batch_id is not null;

create table hub.fund_movement (
    fund_id uuid not null,
    version bigint not null,
    commune text not null,
    programme text not null,
    source text not null,
    fiscal_year int not null,
    kind text not null,
    amount bigint not null,
    batch_id uuid,
    decision_number text,
    by_user text not null,
    at timestamptz not null,
    primary key (fund_id, version)
);
create index fund_movement_batch on hub.fund_movement (batch_id) where batch_id is not null;
create index batch_step_message on hub.batch_step (message_id) where message_id is not null;
