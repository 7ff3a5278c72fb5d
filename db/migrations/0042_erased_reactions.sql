-- Reactions of members who have erased themselves, which stand under messages of the bot and count no more: to be
-- taken away. A row goes with its reaction, or when the message takes no answers any more.
CREATE TABLE erased_reactions (
    message_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    choice TEXT NOT NULL,
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    PRIMARY KEY (message_id, user_id, choice)
);
CREATE INDEX erased_reactions_by_guild ON erased_reactions (guild_id, user_id);
