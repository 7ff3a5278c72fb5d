-- What calendars need of a series: a number that only grows, and when it changed last.

-- Changes of dates are counted with their series, since a date's row may be deleted.
ALTER TABLE meetups ADD COLUMN date_changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meetups ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
UPDATE meetups SET
    date_changes = COALESCE((SELECT sum(changes) FROM meetup_dates WHERE meetup_id = meetups.id), 0),
    changed_at = created_at;
