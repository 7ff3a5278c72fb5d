-- Members whom Discord did not find in the server any more, since when: after a while they are forgotten.
CREATE TABLE leavers (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    missed_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);
