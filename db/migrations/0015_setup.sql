-- How long before the start meetups of the server ping unless the host says otherwise; NULL: as configured.
ALTER TABLE guilds ADD COLUMN pings_min TEXT;
-- What an organiser has filled in and not confirmed yet.
ALTER TABLE guilds ADD COLUMN setup_draft TEXT;
