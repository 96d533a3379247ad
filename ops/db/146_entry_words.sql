-- Whom the bank names on the other side of a movement, and its free text: people compare them with ours. Entries of
-- files that came before have neither.
alter table hub.bank_entry add column counter_name text, add column remittance text;
