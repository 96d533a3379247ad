-- Who decided on a held file and why; findings in English beside the Vietnamese ones.
alter table hub.bank_file_step add column findings_en text[] not null default '{}';
alter table hub.bank_file_step add column by_user text;
alter table hub.bank_file_step add column why text;
