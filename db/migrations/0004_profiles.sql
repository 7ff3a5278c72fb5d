-- Profiles for finding company. Nothing more exact than a city is kept.

ALTER TABLE guilds ADD COLUMN interests TEXT NOT NULL DEFAULT '[]';

ALTER TABLE profiles ADD COLUMN is_helper INTEGER NOT NULL DEFAULT 0;
-- A city of the gazetteer with what is needed of it: id, name, country, region, centre, zone, population.
ALTER TABLE profiles ADD COLUMN city TEXT;
ALTER TABLE profiles ADD COLUMN travel_km INTEGER NOT NULL DEFAULT 20;
ALTER TABLE profiles ADD COLUMN is_online INTEGER NOT NULL DEFAULT 0;
-- 336 half-hours of the week by the member's own clock, in hexadecimal.
ALTER TABLE profiles ADD COLUMN free TEXT NOT NULL DEFAULT '0';
ALTER TABLE profiles ADD COLUMN languages TEXT NOT NULL DEFAULT '[]';
ALTER TABLE profiles ADD COLUMN field TEXT NOT NULL DEFAULT '';
ALTER TABLE profiles ADD COLUMN interests TEXT NOT NULL DEFAULT '[]';
-- How much company, 0 to 10: for the matching alone, shown to nobody.
ALTER TABLE profiles ADD COLUMN company INTEGER;
ALTER TABLE profiles ADD COLUMN contact TEXT NOT NULL DEFAULT 'thread';
ALTER TABLE profiles ADD COLUMN shown TEXT NOT NULL DEFAULT '[]';
ALTER TABLE profiles ADD COLUMN paused_until BIGINT;
ALTER TABLE profiles ADD COLUMN updated_at BIGINT;
-- When it was asked whether a profile of over a year ago still holds.
ALTER TABLE profiles ADD COLUMN asked_at BIGINT;

-- Who does not want to sit with whom. Read by the matching and by the member alone.
CREATE TABLE avoidances (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    avoided_id BIGINT NOT NULL,
    PRIMARY KEY (guild_id, user_id, avoided_id)
);
