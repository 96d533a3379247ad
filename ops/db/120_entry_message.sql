-- A movement that brings an unspent advance back names our message; long files are posted from these rows.
alter table hub.bank_entry add column our_message_id text;
