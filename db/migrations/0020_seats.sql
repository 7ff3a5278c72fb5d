-- Who has a seat, and who waits for one in which order, without a look at everybody who answered: first what is
-- asked for, then what sorts.
CREATE INDEX rsvps_by_seat ON rsvps (date_id, is_seated, position) WHERE answer = 'going';
