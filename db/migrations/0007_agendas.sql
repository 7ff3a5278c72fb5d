-- Which problems come to the table of which date.

CREATE TABLE agenda_items (
    date_id BIGINT NOT NULL REFERENCES meetup_dates (id),
    problem_id BIGINT NOT NULL REFERENCES problems (id),
    guild_id BIGINT NOT NULL,
    -- 1 until the date is over or called off.
    is_open INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (date_id, problem_id)
);
-- A problem is on one agenda at a time.
CREATE UNIQUE INDEX agenda_items_open ON agenda_items (problem_id) WHERE is_open = 1;
CREATE INDEX agenda_items_by_guild ON agenda_items (guild_id) WHERE is_open = 1;
CREATE INDEX agenda_items_by_problem ON agenda_items (problem_id);

-- What those who come wish for an item: up or down.
CREATE TABLE agenda_wishes (
    date_id BIGINT NOT NULL,
    problem_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    direction TEXT NOT NULL,
    PRIMARY KEY (date_id, problem_id, user_id),
    FOREIGN KEY (date_id, problem_id) REFERENCES agenda_items (date_id, problem_id)
);
CREATE INDEX agenda_wishes_by_user ON agenda_wishes (user_id);
