-- The problem board.

ALTER TABLE guilds ADD COLUMN board_channel_id BIGINT;
ALTER TABLE guilds ADD COLUMN board_is_forum INTEGER NOT NULL DEFAULT 0;
-- Ids of the forum's tags that show a state, by its name.
ALTER TABLE guilds ADD COLUMN state_tags TEXT NOT NULL DEFAULT '{}';
ALTER TABLE guilds ADD COLUMN digest_channel_id BIGINT;
-- When the next weekly digest is due; NULL until there is a problem.
ALTER TABLE guilds ADD COLUMN digest_at BIGINT;
CREATE INDEX guilds_by_digest ON guilds (digest_at) WHERE digest_at IS NOT NULL;

CREATE TABLE problems (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    -- NULL is anonymous: see anonymous_problems.
    author_id BIGINT,
    title TEXT NOT NULL,
    wants TEXT NOT NULL,
    tried TEXT NOT NULL,
    tags TEXT NOT NULL,
    -- Tags that did not fit on the forum's post.
    hidden_tags TEXT NOT NULL DEFAULT '[]',
    channel_id BIGINT NOT NULL,
    is_forum INTEGER NOT NULL,
    message_id BIGINT,
    state TEXT NOT NULL,
    is_locked INTEGER NOT NULL DEFAULT 0,
    has_author_left INTEGER NOT NULL DEFAULT 0,
    -- Counts what was done with it, so that what is posted of each has a key of its own.
    turns INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    accepted_id BIGINT,
    accepted_at BIGINT,
    -- When to ask the author whether the accepted proposal worked; NULL once asked.
    ask_at BIGINT
);
CREATE UNIQUE INDEX problems_by_message ON problems (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX problems_by_guild ON problems (guild_id, state, created_at);
CREATE INDEX problems_by_author ON problems (guild_id, author_id) WHERE author_id IS NOT NULL;
CREATE INDEX problems_by_acceptance ON problems (guild_id, accepted_at) WHERE accepted_at IS NOT NULL;

CREATE TABLE problem_tags (
    problem_id BIGINT NOT NULL REFERENCES problems (id),
    guild_id BIGINT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (problem_id, tag)
);
CREATE INDEX problem_tags_by_guild ON problem_tags (guild_id, tag);

-- Whose an anonymous problem is. Neither column says anything without the key, which is not in here.
CREATE TABLE anonymous_problems (
    seal TEXT PRIMARY KEY,
    box TEXT NOT NULL
);

-- What a member has typed and not posted yet. The mark shows whether it is theirs, and not who they are.
CREATE TABLE problem_drafts (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    mark TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX problem_drafts_by_age ON problem_drafts (created_at);

CREATE TABLE proposals (
    id BIGINT PRIMARY KEY,
    problem_id BIGINT NOT NULL REFERENCES problems (id),
    author_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    source_channel_id BIGINT,
    source_message_id BIGINT,
    message_id BIGINT,
    outcome TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (problem_id, source_message_id)
);
CREATE UNIQUE INDEX proposals_by_message ON proposals (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX proposals_by_problem ON proposals (problem_id);
CREATE INDEX proposals_by_author ON proposals (author_id);

-- 🙋 under a problem and 👍 under a proposal; by command where is_reaction is 0.
CREATE TABLE votes (
    subject_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    is_reaction INTEGER NOT NULL,
    voted_at BIGINT NOT NULL,
    PRIMARY KEY (subject_id, user_id)
);
CREATE INDEX votes_by_user ON votes (user_id);

-- The words of each problem as search compares them: what is ranked, and what the index is made from.
CREATE TABLE problem_words (
    problem_id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    place BIGINT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    proposals TEXT NOT NULL,
    marks TEXT NOT NULL
);
CREATE INDEX problem_words_by_guild ON problem_words (guild_id, place);
