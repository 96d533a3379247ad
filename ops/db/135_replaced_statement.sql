-- A statement may be told again with other content and take the earlier one's place when two people answer for it, so an
-- identity may have several tellings; the one that was posted last holds. Equal tellings are kept apart at the gate,
-- which judges the files of a sender one after the other.
drop index hub.statement_identity;
create index statement_identity on hub.statement (account, statement_id);

-- Whether what the first of two people proposes is to refuse the file. Until now a conflict could only be refused.
alter table hub.bank_file_step add column refusing boolean not null default false;
update hub.bank_file_step set refusing = true where status = 'Proposed' and reasons @> '{CONFLICT}';
