-- The venue book: public places where people of a server work together, and what members think of them.

CREATE TABLE venues (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- The name as it is compared.
    folded_name TEXT NOT NULL,
    -- A city of the gazetteer, as in profiles.
    city TEXT NOT NULL,
    city_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    features TEXT NOT NULL,
    note TEXT NOT NULL,
    url TEXT NOT NULL,
    added_by BIGINT NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX venues_by_name ON venues (guild_id, city_id, folded_name);

CREATE TABLE venue_ratings (
    venue_id BIGINT NOT NULL REFERENCES venues (id),
    user_id BIGINT NOT NULL,
    stars INTEGER NOT NULL,
    rated_at BIGINT NOT NULL,
    PRIMARY KEY (venue_id, user_id)
);
CREATE INDEX venue_ratings_by_user ON venue_ratings (user_id);
