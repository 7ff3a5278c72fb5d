-- When the next process may have its turn: in telling Discord that it is there, by the group of shards that
-- share this limit, and in asking for something.
CREATE TABLE turns (
    line TEXT PRIMARY KEY,
    free_at BIGINT NOT NULL
);
DROP TABLE identifies;
