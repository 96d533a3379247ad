-- Read rows of the register. Insert-only; the current state is the row with the highest version.
create table hub.beneficiary (
    person_id uuid not null,
    version bigint not null,
    dossier text,
    personal_id text not null,
    full_name text not null,
    name_key text not null,
    birth_year int not null,
    birth_date date,
    sex text not null,
    commune text not null,
    by_user text not null,
    at timestamptz not null,
    primary key (person_id, version)
);
create index beneficiary_personal_id on hub.beneficiary (personal_id);
create index beneficiary_name on hub.beneficiary (name_key);

-- Contact data and sensitive attributes that a person may have erased (Luật 91/2025/QH15); never in events.
create table hub.contact (
    person_id uuid primary key,
    phone text not null,
    hamlet text not null,
    ethnicity text not null
);

create table hub.payout (
    person_id uuid not null,
    version bigint not null,
    dossier text not null,
    method text not null,
    institution text not null,
    bank_bin text,
    account text,
    holder_name text,
    relation text not null,
    payee_name text,
    payee_identifier text,
    by_user text not null,
    at timestamptz not null,
    primary key (person_id, version)
);
create index payout_dossier on hub.payout (dossier);
create index payout_account on hub.payout (account) where account is not null;

create table hub.death (
    person_id uuid not null,
    version bigint not null,
    died_on date not null,
    extract_number text not null,
    registered_on date not null,
    name_agrees boolean not null,
    birth_agrees boolean not null,
    by_user text not null,
    at timestamptz not null,
    primary key (person_id, version)
);

create table hub.entitlement (
    entitlement_id uuid primary key,
    person_id uuid not null,
    dossier text not null unique,
    by_user text not null,
    at timestamptz not null
);
create index entitlement_person on hub.entitlement (person_id);

create table hub.entitlement_terms (
    entitlement_id uuid not null,
    version bigint not null,
    programme text not null,
    grp text not null,
    injury_percent int,
    decision_number text not null,
    signed_by text not null,
    signed_on date not null,
    from_month date not null,
    until_month date,
    commune text not null,
    by_user text not null,
    at timestamptz not null,
    primary key (entitlement_id, version)
);
create index entitlement_terms_commune on hub.entitlement_terms (commune);

-- Suspended, Resumed or Ended from a month on.
create table hub.entitlement_pause (
    entitlement_id uuid not null,
    version bigint not null,
    kind text not null,
    month date not null,
    reason text not null,
    by_user text not null,
    at timestamptz not null,
    primary key (entitlement_id, version)
);

-- What the earlier system paid; a row without months withdraws it.
create table hub.paid_before (
    entitlement_id uuid not null,
    version bigint not null,
    first_month date,
    last_month date,
    monthly bigint,
    by_user text not null,
    at timestamptz not null,
    primary key (entitlement_id, version)
);
