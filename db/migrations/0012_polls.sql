-- Finding a time that suits most.

CREATE TABLE polls (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    host_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    length_min INTEGER NOT NULL,
    zone TEXT NOT NULL,
    -- The times to choose from, in order.
    slots TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX polls_by_guild ON polls (guild_id);

CREATE TABLE poll_votes (
    poll_id BIGINT NOT NULL REFERENCES polls (id),
    -- The place of a time in the poll's list, from 0.
    slot INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (poll_id, slot, user_id)
);
CREATE INDEX poll_votes_by_user ON poll_votes (user_id);
