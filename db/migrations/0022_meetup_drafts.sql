-- What a host has typed and not saved yet.

-- The payload holds the columns of `meetups` that a new row has.
CREATE TABLE meetup_drafts (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    host_id BIGINT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX meetup_drafts_by_age ON meetup_drafts (created_at);
