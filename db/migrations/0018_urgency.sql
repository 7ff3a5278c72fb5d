-- The most urgent of what is open, without a look at all of it: its columns are the order that db/posts.py asks for.
CREATE INDEX posts_by_urgency ON posts (useful_until, due_at, id) WHERE next_at IS NOT NULL;
