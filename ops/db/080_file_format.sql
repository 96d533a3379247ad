-- The format in which a file out was written; files from before the formats were told apart have none.
alter table hub.instruction_file add column format text;
