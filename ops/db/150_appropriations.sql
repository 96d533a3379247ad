-- What the budget granted the province, and the shares of it that communes' funds got.
create table hub.appropriation_movement (
    appropriation_id uuid not null,
    version bigint not null,
    programme text not null,
    source text not null,
    fiscal_year int not null,
    kind text not null,
    amount bigint not null,
    commune text,
    decision_number text not null,
    by_user text not null,
    at timestamptz not null,
    primary key (appropriation_id, version)
);
create index appropriation_movement_year on hub.appropriation_movement (fiscal_year, programme, source);
create index fund_movement_year on hub.fund_movement (fiscal_year, programme, source) where kind = 'Allotted';
