-- What a member wants to hear of: each can be switched off.
ALTER TABLE profiles ADD COLUMN hears_solutions INTEGER NOT NULL DEFAULT 1;
ALTER TABLE profiles ADD COLUMN hears_calls INTEGER NOT NULL DEFAULT 1;
ALTER TABLE profiles ADD COLUMN hears_welcome INTEGER NOT NULL DEFAULT 1;

-- Whether the voter has heard that the problem is solved.
ALTER TABLE votes ADD COLUMN is_told INTEGER NOT NULL DEFAULT 0;

-- Who was welcomed to their first meetup, which happens once.
CREATE TABLE welcomes (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);
