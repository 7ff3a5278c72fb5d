-- The same in PostgreSQL: as many places, as few texts.
CREATE TABLE problem_index (place BIGINT PRIMARY KEY, words tsvector NOT NULL);
-- Places are numbered by a sequence, since several processes may number at once.
CREATE SEQUENCE problem_places;
CREATE INDEX problem_index_by_word ON problem_index USING gin (words);
