-- The hash of the bytes that tell a movement, which ties it to its place in the kept file. Movements of files that came
-- before have none.
alter table hub.bank_entry add column raw_hash uuid;
