-- What the author of an anonymous problem has not heard of it yet, as a kind of notice: whose it is, is not said.
ALTER TABLE problems ADD COLUMN unheard TEXT;
CREATE INDEX problems_unheard ON problems (guild_id) WHERE unheard IS NOT NULL;
