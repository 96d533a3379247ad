-- What lists say of communes' areas through time: remote, border, island, extremely difficult, ethnic minority.
create table hub.commune_area (
    commune text not null,
    version bigint not null,
    attribute text not null,
    from_day date not null,
    until_day date,
    legal_basis text not null,
    verified boolean not null,
    by_user text not null,
    at timestamptz not null,
    primary key (commune, version)
);
