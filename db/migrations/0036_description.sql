-- What a host writes about a meetup, beside its title; and how people find a venue once they are near it.
ALTER TABLE meetups ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE venues ADD COLUMN directions TEXT NOT NULL DEFAULT '';
