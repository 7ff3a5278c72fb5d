-- Rounds of circles, the circles they propose, and who sits in them.

ALTER TABLE guilds ADD COLUMN circle_channel_id BIGINT;
-- When rounds begin by themselves, in the words of a rule, and the next one.
ALTER TABLE guilds ADD COLUMN round_rule TEXT;
ALTER TABLE guilds ADD COLUMN round_at BIGINT;
CREATE INDEX guilds_by_round ON guilds (round_at) WHERE round_at IS NOT NULL;

-- The private thread in which the bot speaks with one member. Rounds in a row that had no circle for them, why
-- the last one had none, and whether they have heard it.
CREATE TABLE circle_members (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    thread_id BIGINT,
    left_over INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    is_told INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (guild_id, user_id)
);

CREATE TABLE rounds (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    began_at BIGINT NOT NULL,
    -- When circles were found and proposed.
    matched_at BIGINT,
    ended_at BIGINT
);
-- Two rounds of a guild never overlap.
CREATE UNIQUE INDEX rounds_open ON rounds (guild_id) WHERE ended_at IS NULL;

CREATE TABLE circles (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    state TEXT NOT NULL,
    is_online INTEGER NOT NULL,
    area TEXT NOT NULL,
    zone TEXT NOT NULL,
    answer_by BIGINT NOT NULL,
    refills INTEGER NOT NULL DEFAULT 0,
    wants_refill INTEGER NOT NULL DEFAULT 0,
    thread_id BIGINT,
    message_id BIGINT,
    formed_at BIGINT,
    met_at BIGINT,
    -- How many polls there were, the times that the last one offers, and until when it is open.
    polls INTEGER NOT NULL DEFAULT 0,
    times TEXT NOT NULL DEFAULT '[]',
    poll_until BIGINT,
    -- When to ask whether they met, how often that was asked, and how often in a row nobody answered.
    ask_at BIGINT,
    asked INTEGER NOT NULL DEFAULT 0,
    quiet INTEGER NOT NULL DEFAULT 0,
    meetup_id BIGINT REFERENCES meetups (id),
    -- When something about it is due by itself; NULL when nothing is.
    next_at BIGINT
);
CREATE INDEX circles_by_round ON circles (round_id);
CREATE INDEX circles_by_guild ON circles (guild_id, state);
CREATE INDEX circles_due ON circles (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX circles_to_refill ON circles (guild_id) WHERE wants_refill = 1;
CREATE UNIQUE INDEX circles_by_thread ON circles (thread_id) WHERE thread_id IS NOT NULL;

CREATE TABLE circle_seats (
    circle_id BIGINT NOT NULL REFERENCES circles (id),
    user_id BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    wave INTEGER NOT NULL,
    PRIMARY KEY (circle_id, user_id)
);
-- Nobody is held by two circles.
CREATE UNIQUE INDEX circle_seats_held ON circle_seats (guild_id, user_id)
    WHERE state IN ('invited', 'accepted');
CREATE INDEX circle_seats_by_user ON circle_seats (user_id);

CREATE TABLE circle_votes (
    circle_id BIGINT NOT NULL REFERENCES circles (id),
    user_id BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    PRIMARY KEY (circle_id, user_id, starts_at)
);

-- A meetup of a circle is its members' own.
ALTER TABLE meetups ADD COLUMN circle_id BIGINT REFERENCES circles (id);
