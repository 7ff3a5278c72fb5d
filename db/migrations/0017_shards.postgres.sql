-- When the next process may tell Discord that it is there, by the group of shards that share this limit.
CREATE TABLE identifies (
    bucket INTEGER PRIMARY KEY,
    free_at BIGINT NOT NULL
);
-- Whether a guild belongs to the shard of whoever is connected; all do where there are no shards.
CREATE FUNCTION is_ours(guild BIGINT) RETURNS BOOLEAN LANGUAGE SQL STABLE AS $$
    SELECT COALESCE(
        (guild >> 22) % CAST(NULLIF(current_setting('longtable.shard_count', true), '') AS BIGINT)
            = CAST(NULLIF(current_setting('longtable.shard_id', true), '') AS BIGINT),
        true
    )
$$;
