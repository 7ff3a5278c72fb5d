-- Pacing of several processes: from when on the next one may tell Discord that it is there (a line for each group
-- of shards that share this limit), or may make a request.
CREATE TABLE turns (
    line TEXT PRIMARY KEY,
    free_at BIGINT NOT NULL
);
DROP TABLE identifies;
