-- Requests to determine an entitlement again, and their answers.
create table hub.entitlement_request (
    entitlement_id uuid not null,
    version bigint not null,
    kind text not null,
    day date not null,
    reason text not null,
    by_user text not null,
    at timestamptz not null,
    decision_number text,
    signed_by text,
    signed_on date,
    legal_basis text,
    primary key (entitlement_id, version)
);
