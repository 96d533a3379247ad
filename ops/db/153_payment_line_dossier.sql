-- Payments are searched by the number of a dossier, over all months too.
create index payment_line_dossier on hub.payment_line (dossier);
