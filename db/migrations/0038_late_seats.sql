-- From how many minutes before the start a seat that becomes free is offered instead of given; NULL: the usual,
-- 0: never.
ALTER TABLE guilds ADD COLUMN late_seats_min INTEGER;

-- A seat that is offered to a member who waits, until they take it, say no, or its time is over.
CREATE TABLE seat_offers (
    date_id BIGINT NOT NULL REFERENCES meetup_dates (id),
    user_id BIGINT NOT NULL,
    offered_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (date_id, user_id)
);
CREATE INDEX seat_offers_open ON seat_offers (ends_at) WHERE state = 'open';
