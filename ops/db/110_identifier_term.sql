-- A new personal id states two validities at once: its own, and the end of the number before it.
alter table hub.identifier_term
    drop constraint identifier_term_pkey,
    add primary key (person_id, version, kind, value);
