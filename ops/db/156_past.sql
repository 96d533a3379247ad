-- The facts as they were known at a moment, which the transaction names in the setting hub.known_at: nothing is ever
-- changed or deleted, so leaving out what was recorded later is all that it takes. The standing identities are asked of
-- these views exactly as they are asked of the tables.
create schema past;

create function past.known_at() returns timestamptz language sql stable as $$
    select current_setting('hub.known_at')::timestamptz
$$;

do $$
declare
    name text;
begin
    foreach name in array array[
        'batch', 'batch_step', 'payment_outcome', 'payment_hold', 'payment_reissue', 'payment_write_back', 'posting',
        'statement', 'bank_file_step', 'entry_match', 'match_undone', 'entry_break', 'break_part', 'entry_known',
        'account_movement', 'instruction_file', 'fund_movement', 'appropriation_movement']
    loop
        execute format('create view past.%I as select * from hub.%I where at <= past.known_at()', name, name);
    end loop;
    -- These say when their batch, or their file, does.
    foreach name in array array['payment', 'payment_source', 'bank_file_day'] loop
        execute format('create view past.%I as select * from hub.%I', name, name);
    end loop;
end;
$$;

create view past.posting_total as
select 'all' as kind, '' as key, p.amount from past.posting p
union all
select p.account, coalesce(p.sub_account, ''), p.amount from past.posting p
where p.account in ('Bank', 'Advances', 'Unexplained')
union all
select 'fund', coalesce(p.sub_account, ''), p.amount from past.posting p where p.account = 'FundAvailable'
union all
select 'fund', b.commune || '/' || b.programme || '/' || coalesce(p.source, b.source) || '/'
       || extract(year from b.period), p.amount
from past.posting p join past.batch b on b.batch_id = p.batch_id
where p.account in ('FundReserved', 'FundSpent');
