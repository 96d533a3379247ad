-- Read rows of misuse cases. Insert-only: one row for each step of a case; the findings' texts stand on Opened and Evidence.
create table hub.misuse_case (
    case_id uuid not null,
    version bigint not null,
    step text not null,
    detector text,
    dossiers text[],
    end_to_end_ids text[],
    amount bigint,
    outcome text,
    text_vi text,
    text_en text,
    by_user text not null,
    at timestamptz not null,
    primary key (case_id, version)
);
