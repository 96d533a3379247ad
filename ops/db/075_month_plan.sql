-- Money of earlier lists that was not paid out is few rows among many; a plan looks for it before every list.
create index payment_outcome_failed on hub.payment_outcome (batch_id, no)
    where status in ('Rejected', 'Cancelled', 'Returned');
