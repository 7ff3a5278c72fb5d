-- Whether a member would come again, said in private after a date.
CREATE TABLE feedback (
    date_id BIGINT NOT NULL REFERENCES meetup_dates (id),
    user_id BIGINT NOT NULL,
    is_good INTEGER NOT NULL,
    PRIMARY KEY (date_id, user_id)
);
CREATE INDEX feedback_by_user ON feedback (user_id);
