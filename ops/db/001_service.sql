-- Rows that do not follow from events: the story's time in the demo profile, and raw bytes by their hash.
create table hub.story_clock (
    id int primary key,
    offset_ticks bigint not null
);

-- Bytes are kept as they came or as they left, compressed by the service (Brotli).
create table hub.raw_file (
    sha256 text primary key,
    size bigint not null,
    content bytea not null
);
