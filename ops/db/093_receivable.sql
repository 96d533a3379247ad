-- Money that must come back, one row a step.
create table hub.receivable_step (
    receivable_id uuid not null,
    version bigint not null,
    kind text not null,
    commune text,
    programme text,
    source text,
    dossier text,
    from_heirs boolean,
    amount bigint,
    decision_number text,
    due_on date,
    channel text,
    reference text,
    paid_by text,
    value_date date,
    by_user text not null,
    at timestamptz not null,
    primary key (receivable_id, version)
);
