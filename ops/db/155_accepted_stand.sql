-- What the institution has accepted and not yet booked is a stand of its own, so sums made before are made anew.
truncate kept.batch_stand, kept.batch_posting, kept.batch_booking;
