-- From how many minutes before the start a seat that becomes free is offered instead of given; NULL: the usual.
ALTER TABLE guilds ADD COLUMN late_seats_min INTEGER;

-- A seat that is offered to a member who waits, until they take it, say no, or its time is over.
CREATE TABLE seat_offers (
    id BIGINT PRIMARY KEY,
    date_id BIGINT NOT NULL REFERENCES meetup_dates (id),
    user_id BIGINT NOT NULL,
    offered_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open',
    UNIQUE (date_id, user_id)
);
CREATE INDEX seat_offers_open ON seat_offers (ends_at) WHERE state = 'open';
