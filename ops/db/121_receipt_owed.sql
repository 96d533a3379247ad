-- Receipts for files that were picked up from a bank's place: what was told there last, null where nothing yet.
create table hub.receipt_owed (
    file_id uuid not null,
    channel text not null,
    institution text not null,
    told text,
    at timestamptz,
    primary key (file_id, channel)
);
create index receipt_owed_place on hub.receipt_owed (institution, channel);
