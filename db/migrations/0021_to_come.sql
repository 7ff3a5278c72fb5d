-- The dates of a meetup that are not over, without a look at those that are: a series has one more every week.
CREATE INDEX meetup_dates_to_come ON meetup_dates (meetup_id, ends_at, starts_at);
