-- The days of a posting beside the moment when it became known ("at"): when the money moved, and under which day the
-- books have it. Rows of before take them from their events, as the service does.
alter table hub.posting add column value_date date;
alter table hub.posting add column booked_on date;
do $$ begin
    if to_regclass('events.mt_events') is null then return; end if;
    update hub.posting p set value_date = coalesce(
        (e.data -> 'breaks' -> (p.item / 2) ->> 'valueDate')::date,
        (e.data ->> 'valueDate')::date,
        (p.at at time zone 'Asia/Ho_Chi_Minh')::date)
    from events.mt_events e where e.stream_id = p.stream_id and e.version = p.version;
end $$;
update hub.posting set booked_on = value_date;
alter table hub.posting alter column value_date set not null;
alter table hub.posting alter column booked_on set not null;
create index posting_value on hub.posting (value_date, at);
create index posting_booked on hub.posting (booked_on);
