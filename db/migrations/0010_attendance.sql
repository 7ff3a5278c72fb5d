-- Who came to a date.

CREATE TABLE attendances (
    date_id BIGINT NOT NULL REFERENCES meetup_dates (id),
    user_id BIGINT NOT NULL,
    -- How long the member was in the voice channel, in milliseconds, without what `since_at` begins.
    present_ms BIGINT NOT NULL DEFAULT 0,
    -- Since when the member has been in the voice channel; NULL while they are not.
    since_at BIGINT,
    -- 1 where the member said "I'm here".
    has_said INTEGER NOT NULL DEFAULT 0,
    -- 1 or 0 where the host said whether the member was there; NULL where it was left as it is.
    host_says INTEGER,
    PRIMARY KEY (date_id, user_id)
);
CREATE INDEX attendances_by_user ON attendances (user_id);

CREATE INDEX meetup_dates_under_way ON meetup_dates (turn_at)
    WHERE turn_at IS NOT NULL AND begun_at IS NOT NULL;

-- Until when the bot has seen who is in a date's voice channel: what was meanwhile is not known.
CREATE TABLE attendance_watches (
    date_id BIGINT PRIMARY KEY REFERENCES meetup_dates (id),
    watched_until BIGINT NOT NULL
);

-- 1 where the member lets the others read that they came to a meetup.
ALTER TABLE profiles ADD COLUMN is_named INTEGER NOT NULL DEFAULT 0;
