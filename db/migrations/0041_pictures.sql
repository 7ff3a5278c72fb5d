-- Pictures of meetups, apart from them since they are seldom read and long. A picture never changes: another one
-- is another row. `kept_at` is when a draft last named it; what nothing names any more is deleted.
-- SQLite stores bytes as they are in a column of whatever type.
CREATE TABLE meetup_pictures (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    uploaded_by BIGINT NOT NULL,
    kept_at BIGINT NOT NULL,
    image BYTEA NOT NULL
);
CREATE INDEX meetup_pictures_by_uploader ON meetup_pictures (guild_id, uploaded_by);
CREATE INDEX meetup_pictures_by_age ON meetup_pictures (kept_at);

ALTER TABLE meetups ADD COLUMN picture_id BIGINT;
CREATE INDEX meetups_by_picture ON meetups (picture_id) WHERE picture_id IS NOT NULL;

-- Which picture the card and the scheduled event of a date show, NULL where none.
ALTER TABLE meetup_dates ADD COLUMN card_picture_id BIGINT;
ALTER TABLE meetup_dates ADD COLUMN event_picture_id BIGINT;
