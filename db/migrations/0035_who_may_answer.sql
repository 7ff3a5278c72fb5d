-- Until how many minutes before the start answers are taken (NULL: until the end), from which roles (an empty
-- list: from everybody), and how many guests a member may bring.
ALTER TABLE meetups ADD COLUMN answers_until_min INTEGER;
ALTER TABLE meetups ADD COLUMN answer_role_ids TEXT NOT NULL DEFAULT '[]';
ALTER TABLE meetups ADD COLUMN most_guests INTEGER NOT NULL DEFAULT 0;

-- How many guests come with who answers: a seat each.
ALTER TABLE rsvps ADD COLUMN guests INTEGER NOT NULL DEFAULT 0;

-- When answers are to be closed (ms; NULL where nothing is to be done), and whether they are.
ALTER TABLE meetup_dates ADD COLUMN closes_at BIGINT;
ALTER TABLE meetup_dates ADD COLUMN is_closed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX meetup_dates_by_closing ON meetup_dates (closes_at) WHERE closes_at IS NOT NULL;
