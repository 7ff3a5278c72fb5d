-- Calendar feeds: who has a link, and how often a date has changed.

-- Counts when a date was moved, skipped or restored, so that calendars take the change over.
ALTER TABLE meetup_dates ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;

-- `user_id` 0 is a link for the whole server. Of the secret only its hash is kept.
CREATE TABLE calendar_feeds (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);
