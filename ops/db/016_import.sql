-- Files handed in for the register: what became of each. They do not follow from events; the row is where a broken-off
-- application goes on. Communes bound the importer's scope at the time of the request; null means no bound.
create table hub.import (
    import_id uuid primary key,
    kind text not null,
    file_name text not null,
    sha256 text not null,
    by_user text not null,
    at timestamptz not null,
    communes text[],
    status text not null,
    rows int not null default 0,
    processed int not null default 0,
    added int not null default 0,
    corrected int not null default 0,
    unchanged int not null default 0,
    refused int not null default 0,
    findings jsonb not null default '[]'
);
create index import_at on hub.import (at);
