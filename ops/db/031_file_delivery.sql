-- One row each time an institution collected a file. Deliveries recorded before this table existed are taken over.
create table hub.file_delivery (
    message_id text not null,
    version bigint not null,
    by_user text not null,
    at timestamptz not null,
    primary key (message_id, version)
);

do $$
begin
    if to_regclass('events.mt_events') is not null then
        insert into hub.file_delivery (message_id, version, by_user, at)
        select data ->> 'messageId', version, data ->> 'byUser', (data ->> 'at')::timestamptz
        from events.mt_events where type = 'file_delivered';
    end if;
end $$;

-- The batches of a file are asked for by status reports and by the file's page.
create index if not exists batch_step_message on hub.batch_step (message_id) where message_id is not null;
