-- Why an import could not go on, as a code that tells nothing of any person; null unless it failed. A file with defects
-- is only tried to its end, so that all of its defects are told at once; nothing of it is ever stored.
alter table hub.import add column failure text;
alter table hub.import add column only_tried boolean not null default false;
