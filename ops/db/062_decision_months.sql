-- The first month of a signed change and what it rests on; empty where the terms hold for all months.
alter table hub.entitlement_terms
    add column change_from date,
    add column legal_basis text;
