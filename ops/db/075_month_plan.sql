-- Payments that left their list or were not paid out are few rows among many; every list asks for them.
create index payment_outcome_failed on hub.payment_outcome (batch_id, no)
    where status in ('Removed', 'Voided', 'Rejected', 'Cancelled', 'Returned');
create index entitlement_order_former on hub.entitlement_order (former_commune) where former_commune is not null;
