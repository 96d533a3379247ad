-- The paper of a signed suspension, resumption or end; empty where an import brought the fact.
alter table hub.entitlement_pause
    add column decision_number text,
    add column signed_by text,
    add column signed_on date,
    add column legal_basis text;

-- Annulled, WholeRecovery, Netting or Moved, each by its paper.
create table hub.entitlement_order (
    entitlement_id uuid not null,
    version bigint not null,
    kind text not null,
    from_month date,
    until_month date,
    total bigint,
    monthly_limit bigint,
    former_commune text,
    reason text not null,
    decision_number text,
    signed_by text,
    signed_on date,
    legal_basis text,
    by_user text not null,
    at timestamptz not null,
    primary key (entitlement_id, version)
);

-- What the papers say beside the terms: children, shares, the disability certificate; JSON of the whole.
create table hub.entitlement_papers (
    entitlement_id uuid not null,
    version bigint not null,
    share_key text,
    papers text not null,
    by_user text not null,
    at timestamptz not null,
    primary key (entitlement_id, version)
);
create index entitlement_papers_share on hub.entitlement_papers (share_key) where share_key is not null;
