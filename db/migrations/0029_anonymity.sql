-- Organisers can do without anonymous problems.
ALTER TABLE guilds ADD COLUMN anonymous_sharing INTEGER NOT NULL DEFAULT 1;
-- Moderators can stop whoever shared this from sharing anonymously. Who that is stands in neither column.
ALTER TABLE problems ADD COLUMN is_author_stopped INTEGER NOT NULL DEFAULT 0;
CREATE INDEX problems_stopped ON problems (guild_id) WHERE is_author_stopped = 1;
