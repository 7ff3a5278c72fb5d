-- The front desk: one message of a server, with buttons to what its members do. What was taken down stays until
-- its message is deleted in Discord.
CREATE TABLE front_desks (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    message_id BIGINT,
    posted_at BIGINT,
    is_kept INTEGER NOT NULL,
    is_taken_down INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX front_desks_standing ON front_desks (guild_id) WHERE is_taken_down = 0;
CREATE INDEX front_desks_by_message ON front_desks (message_id);

-- The day on which a member last looked at their table, which was introduced to them then. Its moment is not
-- stored: together with that of an anonymous problem it could tell whose that is.
CREATE TABLE table_visits (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    seen_on TEXT NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);
