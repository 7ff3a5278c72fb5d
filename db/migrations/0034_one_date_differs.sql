-- What a single date has of its own, NULL where it is as its meetup has it; a capacity of 0 is no limit.
ALTER TABLE meetup_dates ADD COLUMN own_place TEXT;
ALTER TABLE meetup_dates ADD COLUMN own_voice_channel_id BIGINT;
ALTER TABLE meetup_dates ADD COLUMN own_length_min INTEGER;
ALTER TABLE meetup_dates ADD COLUMN own_capacity INTEGER;
ALTER TABLE meetup_dates ADD COLUMN own_host_id BIGINT;
ALTER TABLE meetup_dates ADD COLUMN own_description TEXT;
