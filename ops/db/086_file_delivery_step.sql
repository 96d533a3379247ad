-- What happened to a file out between its making and the bank's word; the latest state that is not null counts.
create table hub.file_delivery_step (
    message_id text not null,
    version bigint not null,
    what text not null,
    state text,
    attempt int,
    channel text,
    by_user text,
    detail text,
    at timestamptz not null,
    primary key (message_id, version)
);

insert into hub.file_delivery_step (message_id, version, what, state, by_user, at)
select message_id, version, 'Delivered', 'Delivered', nullif(by_user, ''), at from hub.file_delivery;

-- A file of a bank that comes in parts, until its last part is there. Parts are thrown away with the upload.
create table hub.bank_upload (
    upload_id uuid primary key,
    institution text not null,
    file_name text not null,
    size bigint not null,
    sha256 text not null,
    idempotency_key text not null,
    received bigint not null default 0,
    answer text,
    file_id uuid,
    created_at timestamptz not null,
    unique (institution, idempotency_key)
);

create table hub.bank_upload_part (
    upload_id uuid not null references hub.bank_upload on delete cascade,
    part_offset bigint not null,
    content bytea not null,
    primary key (upload_id, part_offset)
);
