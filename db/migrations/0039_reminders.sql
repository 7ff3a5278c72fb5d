-- How a member is reminded of dates (NULL: in the thread, as everybody), and how many minutes before, as a list
-- (NULL: when the meetup is announced to all).
ALTER TABLE profiles ADD COLUMN reminder_way TEXT;
ALTER TABLE profiles ADD COLUMN reminder_leads_min TEXT;
