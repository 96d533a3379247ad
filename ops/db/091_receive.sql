-- What the gate read of a file, beside the step of its receipt.
alter table hub.bank_file_step add column channel text;
alter table hub.bank_file_step add column type text;
alter table hub.bank_file_step add column message_id text;
alter table hub.bank_file_step add column content text;
alter table hub.bank_file_step add column size bigint;
alter table hub.bank_file_step add column markers bigint;
alter table hub.bank_file_step add column credits bigint;
alter table hub.bank_file_step add column debits bigint;
alter table hub.bank_file_step add column known int;
alter table hub.bank_file_step add column original uuid;
create index bank_file_content on hub.bank_file_step (institution, content) where content is not null;
create index bank_file_message on hub.bank_file_step (institution, message_id) where message_id is not null;

-- A number of a statement begins anew each year, and MT940 repeats the same id every day.
alter table hub.statement drop constraint statement_account_statement_id_key;
create unique index statement_identity on hub.statement (
    account, statement_id, coalesce(sequence, -1), coalesce(to_date, '1970-01-01'::date));

-- Every movement of a file that was not refused, as it was read: staged by COPY while the file is being read, visible
-- with the events of its gate. It follows from the kept bytes, not from events.
create table hub.bank_entry (
    file_id uuid not null,
    item int not null,
    entry int not null,
    line int not null,
    account text,
    kind text not null,
    day date,
    value_date date,
    amount bigint not null,
    scale int not null,
    currency text,
    booked boolean not null,
    is_debit boolean not null,
    bank_reference text,
    end_to_end_id text,
    counter_account text,
    batch_booking text,
    reason text,
    status text
);
create index bank_entry_file on hub.bank_entry (file_id, item);

-- What each file says of each day of an account: the calendar of continuity, and where two files tell of one day.
create table hub.bank_file_day (
    file_id uuid not null,
    account text not null,
    day date not null,
    entries int not null,
    debits bigint not null,
    credits bigint not null,
    primary key (file_id, account, day)
);
create index bank_file_day_account on hub.bank_file_day (account, day);

-- An entry, or a share of it, that another file told before.
create table hub.entry_known (
    file_id uuid not null,
    version bigint not null,
    item int not null,
    entry int not null,
    amount bigint not null,
    by_file uuid not null,
    entry_there int not null,
    at timestamptz not null,
    primary key (file_id, version, item)
);
create index entry_known_by_file on hub.entry_known (by_file);

-- Answers of institutions that cannot be true beside what is recorded: each is a case for a person.
create table hub.contradiction (
    file_id uuid not null,
    version bigint not null,
    item int not null,
    batch_id uuid not null,
    no int not null,
    end_to_end_id text not null,
    told text not null,
    code text,
    stands text not null,
    amount bigint not null,
    at timestamptz not null,
    primary key (file_id, version, item)
);
create index contradiction_payment on hub.contradiction (batch_id, no);
