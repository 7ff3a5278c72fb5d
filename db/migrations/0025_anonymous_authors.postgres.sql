-- Whose an anonymous problem is, for whoever has the key.

-- One row for each, as long as it is stored: none appears or goes when somebody does something.
CREATE TABLE anonymous_authors (
    problem_id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    seal TEXT NOT NULL
);
CREATE INDEX anonymous_authors_by_guild ON anonymous_authors (guild_id);
-- Those of version 0.1 stay readable. Their order told whose they are: it was that in which they came.
CREATE TABLE numbered_problems (
    seal TEXT PRIMARY KEY,
    box TEXT NOT NULL
);
INSERT INTO numbered_problems SELECT seal, box FROM anonymous_problems ORDER BY seal;
DROP TABLE anonymous_problems;
-- What a member is told after a command is looked for in all anonymous problems, of which few have anything to tell.
CREATE INDEX problems_to_ask ON problems (guild_id, ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX posts_unheard ON posts (guild_id) WHERE kind = 'proposal' AND state = 'sent' AND payload <> '{}';
