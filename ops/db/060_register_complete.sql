-- Imports of every kind: what was asked for, what a trial run would change, and the defects as rows of their own,
-- because a list of a million rows may have a million of them.
alter table hub.import
    drop column findings,
    add column dry_run boolean not null default false,
    add column ended int not null default 0,
    add column set_aside int not null default 0,
    add column finding_count int not null default 0,
    add column source text,
    add column mapping jsonb,
    add column coding text not null default 'Unicode',
    add column detected_coding text,
    add column places_as_of date;

create table hub.import_finding (
    import_id uuid not null,
    no int not null,
    row int not null,
    col text not null,
    rule text not null,
    severity text not null,
    value_class text not null,
    text_vi text not null,
    text_en text not null,
    primary key (import_id, no)
);
create index import_finding_row on hub.import_finding (import_id, row, no);

-- What a row changes: for a trial run every row that is not unchanged, up to a bound; otherwise corrections and ends.
create table hub.import_change (
    import_id uuid not null,
    row int not null,
    key text not null,
    outcome text not null,
    field text not null,
    before text,
    after text
);
create index import_change_import on hub.import_change (import_id, row);

-- How the files of a source name our columns; the highest version is in use.
create table hub.import_mapping (
    kind text not null,
    source text not null,
    version int not null,
    headers jsonb not null,
    constants jsonb not null,
    by_user text not null,
    at timestamptz not null,
    primary key (kind, source, version)
);

-- What the last register row of a dossier said, as a hash: saying it again is not news.
create table hub.register_row (
    dossier text primary key,
    content_hash uuid not null
);

-- Rows whose place may be several communes; the cells go when the question is decided.
create table hub.place_question (
    question_id uuid primary key,
    import_id uuid not null,
    row int not null,
    code_column text not null,
    name_column text not null,
    written_code text not null,
    written_name text not null,
    candidates text[] not null,
    cells text[],
    status text not null default 'Open',
    commune text,
    note text,
    decided_by text,
    decided_at timestamptz
);
create index place_question_open on hub.place_question (import_id, row) where status = 'Open';

-- Who holds or held a number: one row for the first time, so that no number ever belongs to two people.
create table hub.identifier (
    kind text not null,
    value text not null,
    person_id uuid not null,
    version bigint not null,
    by_user text not null,
    at timestamptz not null,
    primary key (value, kind)
);
create index identifier_person on hub.identifier (person_id);
insert into hub.identifier (kind, value, person_id, version, by_user, at)
select distinct on (personal_id) 'PersonalId', personal_id, person_id, version, by_user, at
from hub.beneficiary order by personal_id, version;

-- The validity of a number as stated from one event on.
create table hub.identifier_term (
    person_id uuid not null,
    version bigint not null,
    kind text not null,
    value text not null,
    from_day date,
    until_day date,
    document text not null,
    by_user text not null,
    at timestamptz not null,
    primary key (person_id, version)
);

create table hub.pension (
    person_id uuid not null,
    version bigint not null,
    kind text not null,
    from_month date not null,
    until_month date,
    monthly bigint not null,
    by_user text not null,
    at timestamptz not null,
    primary key (person_id, version)
);

create table hub.person_move (
    person_id uuid not null,
    version bigint not null,
    former text not null,
    commune text,
    place text,
    moved_on date,
    document text,
    by_user text not null,
    at timestamptz not null,
    primary key (person_id, version)
);

create table hub.household (
    household_id uuid not null,
    version bigint not null,
    code text not null,
    commune text not null,
    by_user text not null,
    at timestamptz not null,
    primary key (household_id, version)
);
create index household_code on hub.household (code);

create table hub.household_member (
    household_id uuid not null,
    version bigint not null,
    person_id uuid not null,
    personal_id text not null,
    full_name text not null,
    relation text not null,
    present boolean not null,
    by_user text not null,
    at timestamptz not null,
    primary key (household_id, version)
);
create index household_member_person on hub.household_member (person_id);

create table hub.poverty (
    household_id uuid not null,
    version bigint not null,
    class text not null,
    from_day date not null,
    until_day date,
    decision_number text not null,
    by_user text not null,
    at timestamptz not null,
    primary key (household_id, version)
);

alter table hub.payout
    add column payee_from date,
    add column payee_until date,
    add column payee_document text;

-- A change of a payout outside an import: proposed by one person, decided by another.
create table hub.payout_change (
    person_id uuid not null,
    version bigint not null,
    change_id uuid not null,
    step text not null,
    dossier text not null,
    method text,
    institution text,
    bank_bin text,
    account text,
    holder_name text,
    relation text,
    payee_name text,
    payee_identifier text,
    evidence text,
    reason text,
    by_user text not null,
    at timestamptz not null,
    primary key (person_id, version)
);
create index payout_change_id on hub.payout_change (change_id);
create index payout_change_dossier on hub.payout_change (dossier);

-- What changed since: every event of the register in the order of its transaction. A reader that stops below the
-- oldest running transaction never misses one that commits later.
create table hub.register_change (
    stream_id uuid not null,
    version bigint not null,
    kind text not null,
    at timestamptz not null,
    tx xid8 default pg_current_xact_id(),
    primary key (stream_id, version)
);
create index register_change_tx on hub.register_change (tx, stream_id, version);

-- Who read what of other people's data, and why.
create table hub.disclosure (
    disclosure_id uuid primary key,
    at timestamptz not null,
    by_user text not null,
    purpose text not null,
    reason text not null,
    form text not null,
    communes text[],
    programmes text[],
    people int not null,
    sha256 text
);
create index disclosure_at on hub.disclosure (at);
