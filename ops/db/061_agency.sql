-- What another agency may read shared data for; empty for every other role.
alter table hub.access_grant add column if not exists scope_purposes text[];

-- Under which purposes and where the reader was permitted to read at that moment.
alter table hub.disclosure add column if not exists by_role text;
