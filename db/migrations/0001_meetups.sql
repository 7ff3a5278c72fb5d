-- Instants are epoch milliseconds in UTC, local dates and times are ISO text, lists are JSON text.

CREATE TABLE guilds (
    guild_id BIGINT PRIMARY KEY,
    zone TEXT,
    channel_id BIGINT,
    planner_role_ids TEXT NOT NULL DEFAULT '[]',
    left_at BIGINT
);

CREATE TABLE profiles (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    zone TEXT,
    is_buddy INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, user_id)
);

CREATE TABLE meetups (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    host_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    length_min INTEGER NOT NULL,
    channel_id BIGINT NOT NULL,
    place TEXT NOT NULL,
    voice_channel_id BIGINT,
    capacity INTEGER,
    role_id BIGINT,
    pings_min TEXT NOT NULL,
    first_on TEXT NOT NULL,
    at TEXT NOT NULL,
    zone TEXT NOT NULL,
    rule TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    cancelled_at BIGINT,
    -- The first date of the rule that has not been opened yet, and when to open it.
    next_on TEXT,
    advance_at BIGINT
);
CREATE INDEX meetups_by_guild ON meetups (guild_id);
CREATE INDEX meetups_to_advance ON meetups (advance_at) WHERE advance_at IS NOT NULL;

CREATE TABLE meetup_dates (
    id BIGINT PRIMARY KEY,
    meetup_id BIGINT NOT NULL REFERENCES meetups (id),
    on_date TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    channel_id BIGINT,
    message_id BIGINT,
    event_id BIGINT,
    UNIQUE (meetup_id, on_date)
);
CREATE UNIQUE INDEX meetup_dates_by_message ON meetup_dates (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX meetup_dates_by_end ON meetup_dates (ends_at);

CREATE TABLE rsvps (
    date_id BIGINT NOT NULL REFERENCES meetup_dates (id),
    user_id BIGINT NOT NULL,
    answer TEXT NOT NULL,
    position BIGINT NOT NULL,
    is_reaction INTEGER NOT NULL,
    is_seated INTEGER NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (date_id, user_id, answer)
);
CREATE INDEX rsvps_by_user ON rsvps (user_id);
CREATE INDEX rsvps_by_position ON rsvps (date_id, position);

-- Everything the bot posts by itself, once. `next_at` is when to try next, and NULL when there is
-- nothing more to do; while a post is being sent it is the end of the lease.
CREATE TABLE posts (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL DEFAULT '{}',
    due_at BIGINT NOT NULL,
    useful_until BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    next_at BIGINT,
    attempts INTEGER NOT NULL DEFAULT 0,
    first_tried_at BIGINT,
    message_id BIGINT,
    UNIQUE (subject_id, kind, key)
);
CREATE INDEX posts_to_send ON posts (next_at) WHERE next_at IS NOT NULL;

-- What Discord shows of a date and has to be kept in step: the RSVP message, the scheduled event.
-- `due_at` is when to draw it again, NULL while it is up to date.
CREATE TABLE mirrors (
    subject_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    guild_id BIGINT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    due_at BIGINT,
    drawn_at BIGINT NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (subject_id, kind)
);
CREATE INDEX mirrors_to_draw ON mirrors (due_at) WHERE due_at IS NOT NULL;

-- What a host or the organisers (user_id NULL) should hear in their next private reply.
CREATE TABLE notices (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    user_id BIGINT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    told_at BIGINT,
    UNIQUE (guild_id, kind, key)
);
CREATE INDEX notices_to_tell ON notices (guild_id) WHERE told_at IS NULL;
