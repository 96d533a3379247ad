-- Failed payments whose money went back to its funds; they are not made again.
create table hub.payment_write_back (
    batch_id uuid not null,
    no int not null,
    reason text not null,
    by_user text not null,
    at timestamptz not null,
    primary key (batch_id, no)
);
