-- When the next process may tell Discord that it is there, by the group of shards that share this limit.
CREATE TABLE identifies (
    bucket INTEGER PRIMARY KEY,
    free_at BIGINT NOT NULL
);
