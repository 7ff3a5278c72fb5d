-- Whom the bot has asked about a problem because they solved one like it: each once.
CREATE TABLE helper_asks (
    problem_id BIGINT NOT NULL REFERENCES problems (id),
    user_id BIGINT NOT NULL,
    PRIMARY KEY (problem_id, user_id)
);
CREATE INDEX helper_asks_by_user ON helper_asks (user_id);
