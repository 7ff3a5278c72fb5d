-- Servers that have, or may have, commands of their own beside the global ones.
CREATE TABLE command_guilds (
    guild_id BIGINT PRIMARY KEY
);
