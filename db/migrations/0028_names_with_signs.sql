-- C++, C# and .NET are words of their own: what is known of problems so far is split anew, some at a time.
ALTER TABLE problem_words ADD COLUMN is_outdated INTEGER NOT NULL DEFAULT 0;
UPDATE problem_words SET is_outdated = 1;
CREATE INDEX problem_words_outdated ON problem_words (place) WHERE is_outdated = 1;
