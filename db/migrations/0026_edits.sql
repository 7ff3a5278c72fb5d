-- What authors change after it is posted.

-- Counts what its text, title and tags have been, so that of two changes at once the second is noticed.
ALTER TABLE problems ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE proposals ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
-- It was changed after others had answered. When is not stored: it would be a moment of an anonymous author.
ALTER TABLE problems ADD COLUMN is_edited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE proposals ADD COLUMN is_edited INTEGER NOT NULL DEFAULT 0;
-- Titles and tags that its thread still shows until the author's change arrives there; NULL when none does.
ALTER TABLE problems ADD COLUMN shown_before TEXT;
