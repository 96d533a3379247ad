-- What another version of the matching rules would make of past bank entries, and what was done about it.
create table hub.match_impact_step (
    impact_id uuid not null,
    version bigint not null,
    step text not null,
    by_user text,
    reason text,
    rule_version int,
    from_date date,
    steps int,
    institution text,
    file_id uuid,
    entries int,
    by_people int,
    at timestamptz not null,
    primary key (impact_id, version)
);

create table hub.match_impact_count (
    impact_id uuid not null,
    version bigint not null,
    item int not null,
    institution text not null,
    month date not null,
    rule text not null,
    change text not null,
    count int not null,
    amount bigint not null,
    primary key (impact_id, version, item)
);

create table hub.match_difference (
    impact_id uuid not null,
    no int not null,
    institution text not null,
    file_id uuid not null,
    entry int not null,
    value_date date not null,
    bank_reference text not null,
    amount bigint not null,
    change text not null,
    kind text not null,
    before_rule text,
    before_version int,
    before_batch uuid,
    before_no int,
    before_order text,
    before_break uuid,
    after_rule text,
    after_version int,
    after_batch uuid,
    after_no int,
    after_order text,
    would text,
    primary key (impact_id, no)
);
create index match_difference_before on hub.match_difference (before_batch, before_no) where before_batch is not null;
create index match_difference_after on hub.match_difference (after_batch, after_no) where after_batch is not null;

-- TakenBack, Made or Refused with its code.
create table hub.match_difference_step (
    impact_id uuid not null,
    version bigint not null,
    item int not null,
    no int not null,
    step text not null,
    code text,
    at timestamptz not null,
    primary key (impact_id, version, item)
);
create index match_difference_step_no on hub.match_difference_step (impact_id, no);
