-- The language that the server is spoken to in; NULL: the one it has in Discord.
ALTER TABLE guilds ADD COLUMN language TEXT;
-- The language that the member's Discord had when they filled in their profile: for what is for them alone.
ALTER TABLE profiles ADD COLUMN language TEXT;
