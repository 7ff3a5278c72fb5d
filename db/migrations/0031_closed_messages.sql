-- Where the message of a post stands, so that it can be written anew once what it asks is answered or over.
ALTER TABLE posts ADD COLUMN channel_id BIGINT;

UPDATE posts SET channel_id = (
    SELECT COALESCE(d.message_id, d.channel_id) FROM meetup_dates d WHERE d.id = posts.subject_id
) WHERE message_id IS NOT NULL AND kind IN ('agenda', 'arrive', 'round', 'result', 'recap');

UPDATE posts SET channel_id = (SELECT p.message_id FROM problems p WHERE p.id = posts.subject_id)
WHERE message_id IS NOT NULL AND kind IN ('nudge', 'tried', 'matters');

UPDATE posts SET channel_id = (SELECT c.thread_id FROM circles c WHERE c.id = posts.subject_id)
WHERE message_id IS NOT NULL AND kind IN ('circle', 'circle_line');

-- The card of a circle's date is closed when the date is over, too.
UPDATE meetup_dates SET turn_at = ends_at
WHERE turn_at IS NULL AND status = 'planned' AND message_id IS NOT NULL
    AND meetup_id IN (SELECT id FROM meetups WHERE circle_id IS NOT NULL);

-- Agendas and recaps are written anew as messages of posts, like all others.
INSERT INTO mirrors (subject_id, kind, guild_id, version, due_at)
SELECT p.id, 'message', m.guild_id, 1, m.due_at FROM mirrors m
JOIN posts p ON p.subject_id = m.subject_id AND p.kind = m.kind AND p.message_id IS NOT NULL
WHERE m.kind IN ('agenda', 'recap') AND m.due_at IS NOT NULL;
DELETE FROM mirrors WHERE kind IN ('agenda', 'recap');
