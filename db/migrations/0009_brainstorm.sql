-- How a date takes place: it begins, people sit at tables, problems get rounds, it ends.

-- How long before the start agendas are posted, and how long a round lasts; NULL until an organiser says.
ALTER TABLE guilds ADD COLUMN agenda_lead_min INTEGER;
ALTER TABLE guilds ADD COLUMN round_min INTEGER;

-- 1 where the bot leads the brainstorm from the start on, without being asked.
ALTER TABLE meetups ADD COLUMN is_led INTEGER NOT NULL DEFAULT 0;

ALTER TABLE meetup_dates ADD COLUMN begun_at BIGINT;
-- When the date begins or, once it has begun, ends; NULL when there is nothing more to do.
ALTER TABLE meetup_dates ADD COLUMN turn_at BIGINT;
UPDATE meetup_dates SET turn_at = starts_at WHERE status = 'planned'
    AND meetup_id IN (SELECT id FROM meetups WHERE circle_id IS NULL);
CREATE INDEX meetup_dates_by_turn ON meetup_dates (turn_at) WHERE turn_at IS NOT NULL;

-- Who sits where, on dates with more than one table.
CREATE TABLE table_seats (
    date_id BIGINT NOT NULL REFERENCES meetup_dates (id),
    user_id BIGINT NOT NULL,
    table_number INTEGER NOT NULL,
    PRIMARY KEY (date_id, user_id)
);
CREATE INDEX table_seats_by_user ON table_seats (user_id);

CREATE TABLE brainstorm_rounds (
    date_id BIGINT NOT NULL REFERENCES meetup_dates (id),
    problem_id BIGINT NOT NULL REFERENCES problems (id),
    table_number INTEGER NOT NULL,
    -- Counts the rounds of a table.
    number INTEGER NOT NULL,
    opened_at BIGINT,
    ends_at BIGINT,
    closed_at BIGINT,
    result TEXT,
    -- The idea that the author tries.
    tried_id BIGINT,
    PRIMARY KEY (date_id, problem_id)
);
CREATE INDEX brainstorm_rounds_by_problem ON brainstorm_rounds (problem_id);
CREATE INDEX brainstorm_rounds_to_close ON brainstorm_rounds (ends_at)
    WHERE ends_at IS NOT NULL AND closed_at IS NULL;

-- 0 where the author has said since that the problem still matters: it is not counted as carried over.
ALTER TABLE agenda_items ADD COLUMN is_counted INTEGER NOT NULL DEFAULT 1;
