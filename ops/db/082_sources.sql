-- What other sources than the batch's own one bear of a payment. "starts" is where the part begins on the payment,
-- which is measured like a ruler: the own source first, then the others in the order of their codes.
create table hub.payment_source (
    batch_id uuid not null,
    no int not null,
    source text not null,
    amount bigint not null,
    starts bigint not null,
    primary key (batch_id, no, source)
);

-- The budget that bears a posting: null where it is the batch's own source, or where no fund is concerned.
alter table hub.posting add column source text;
update hub.posting p set source = m.source
from hub.fund_movement m where m.fund_id = p.stream_id and m.version = p.version;
