-- Returns of payments whose debit the bank has not shown, and bookings of a batch that fit several of its payments: few,
-- and asked for with every file.
create index entry_break_waiting on hub.entry_break (kind, value_date) where kind in ('UnknownReturn', 'Ambiguous');
