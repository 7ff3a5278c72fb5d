-- Whether a member would come again, said in private after a date, until it is counted.
CREATE TABLE feedback (
    date_id BIGINT NOT NULL REFERENCES meetup_dates (id),
    user_id BIGINT NOT NULL,
    is_good INTEGER NOT NULL,
    PRIMARY KEY (date_id, user_id)
);
CREATE INDEX feedback_by_user ON feedback (user_id);

-- What was counted, about, and of whom nothing says. `date_id` is NULL where it is of several dates, `venue_id`
-- where they were in no venue of the book.
CREATE TABLE feedback_tallies (
    id BIGINT PRIMARY KEY,
    meetup_id BIGINT NOT NULL REFERENCES meetups (id),
    date_id BIGINT REFERENCES meetup_dates (id),
    venue_id BIGINT,
    answers INTEGER NOT NULL,
    good INTEGER NOT NULL
);
CREATE INDEX feedback_tallies_by_meetup ON feedback_tallies (meetup_id);
CREATE INDEX feedback_tallies_by_venue ON feedback_tallies (venue_id);

-- Until when those who were at a date may say so; NULL before its end, and once it is counted.
ALTER TABLE meetup_dates ADD COLUMN feedback_until BIGINT;
CREATE INDEX meetup_dates_feedback ON meetup_dates (feedback_until) WHERE feedback_until IS NOT NULL;
