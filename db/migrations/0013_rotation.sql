-- Meetups that go round several venues.

CREATE TABLE meetup_venues (
    meetup_id BIGINT NOT NULL REFERENCES meetups (id),
    -- The order in which the dates take place there, from 0.
    position INTEGER NOT NULL,
    venue_id BIGINT NOT NULL REFERENCES venues (id),
    PRIMARY KEY (meetup_id, position)
);
CREATE INDEX meetup_venues_by_venue ON meetup_venues (venue_id);

-- Where a date of such a meetup takes place; NULL: where its meetup does. The venue may have left the book since.
ALTER TABLE meetup_dates ADD COLUMN venue_id BIGINT;
ALTER TABLE meetup_dates ADD COLUMN venue TEXT;
