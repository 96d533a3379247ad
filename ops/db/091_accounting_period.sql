-- What happened to the books of a month, one row a step; the highest version says where they stand.
create table hub.period_step (
    period date not null,
    version bigint not null,
    status text not null,
    by_user text not null,
    reason text,
    postings bigint,
    debit bigint,
    hash text,
    at timestamptz not null,
    primary key (period, version)
);

-- The nightly replay and what it found. No fact of the business: rows of the service about itself.
create table hub.verify_run (
    started_at timestamptz primary key,
    took_ms bigint not null,
    holds boolean not null,
    tables int not null,
    rows bigint not null,
    checks int not null,
    findings text[] not null
);
