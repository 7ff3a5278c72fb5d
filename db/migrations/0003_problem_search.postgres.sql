-- The same in PostgreSQL: as many places, as few texts.
CREATE TABLE problem_index (place BIGINT PRIMARY KEY, words tsvector NOT NULL);
CREATE INDEX problem_index_by_word ON problem_index USING gin (words);
