-- Where people live through time: registered residence and actual stay, each from a day on.
create table hub.living_place (
    person_id uuid not null,
    version bigint not null,
    kind text not null,
    commune text,
    place text not null,
    from_day date not null,
    document text not null,
    signed_by text,
    signed_on date,
    by_user text not null,
    at timestamptz not null,
    primary key (person_id, version)
);
