-- Until how many minutes before the start answers are taken (NULL: until the end), from which roles (an empty
-- list: from everybody), and how many guests a member may bring.
ALTER TABLE meetups ADD COLUMN answers_until_min INTEGER;
ALTER TABLE meetups ADD COLUMN answer_role_ids TEXT NOT NULL DEFAULT '[]';
ALTER TABLE meetups ADD COLUMN most_guests INTEGER NOT NULL DEFAULT 0;

-- How many guests come with who answers: a seat each.
ALTER TABLE rsvps ADD COLUMN guests INTEGER NOT NULL DEFAULT 0;
