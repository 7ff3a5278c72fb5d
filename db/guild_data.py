"""Everything that is stored of one server: to be handed over, and to be forgotten with it."""

from __future__ import annotations

from typing import Any

from db import problem_search
from db.connection import Connection
from db.shards import OURS
from db.values import readable
from domain.ids import ProblemId

_MEETUPS = "SELECT id FROM meetups WHERE guild_id = :guild_id"
_DATES = f"SELECT id FROM meetup_dates WHERE meetup_id IN ({_MEETUPS})"
_PROBLEMS = "SELECT id FROM problems WHERE guild_id = :guild_id"
_PROPOSALS = f"SELECT id FROM proposals WHERE problem_id IN ({_PROBLEMS})"
_OWN = "guild_id = :guild_id"

# In this order no row is deleted while another refers to it.
_TABLES = (
    ("agenda_wishes", f"date_id IN ({_DATES})"),
    ("agenda_items", _OWN),
    ("attendances", f"date_id IN ({_DATES})"),
    ("feedback", f"date_id IN ({_DATES})"),
    ("feedback_tallies", f"meetup_id IN ({_MEETUPS})"),
    ("attendance_watches", f"date_id IN ({_DATES})"),
    ("table_seats", f"date_id IN ({_DATES})"),
    ("brainstorm_rounds", f"date_id IN ({_DATES})"),
    ("seat_offers", f"date_id IN ({_DATES})"),
    ("rsvps", f"date_id IN ({_DATES})"),
    ("meetup_cohosts", f"meetup_id IN ({_MEETUPS})"),
    ("host_offers", f"meetup_id IN ({_MEETUPS})"),
    ("meetup_venues", f"meetup_id IN ({_MEETUPS})"),
    ("meetup_dates", f"meetup_id IN ({_MEETUPS})"),
    ("poll_votes", "poll_id IN (SELECT id FROM polls WHERE guild_id = :guild_id)"),
    ("polls", _OWN),
    ("helper_asks", f"problem_id IN ({_PROBLEMS})"),
    ("erased_reactions", _OWN),
    ("votes", f"subject_id IN ({_PROBLEMS}) OR subject_id IN ({_PROPOSALS})"),
    ("proposals", f"problem_id IN ({_PROBLEMS})"),
    ("problem_tags", _OWN),
    ("problem_drafts", _OWN),
    ("anonymous_authors", _OWN),
    ("problems", _OWN),
    ("circle_votes", "circle_id IN (SELECT id FROM circles WHERE guild_id = :guild_id)"),
    ("circle_seats", _OWN),
    ("circle_members", _OWN),
    ("meetup_drafts", _OWN),
    ("meetups", _OWN),
    ("meetup_pictures", _OWN),
    ("circles", _OWN),
    ("rounds", _OWN),
    ("venue_ratings", "venue_id IN (SELECT id FROM venues WHERE guild_id = :guild_id)"),
    ("venues", _OWN),
    ("avoidances", _OWN),
    ("table_visits", _OWN),
    ("welcomes", _OWN),
    ("front_desks", _OWN),
    ("profiles", _OWN),
    ("calendar_feeds", _OWN),
    ("notices", _OWN),
    ("mirrors", _OWN),
    ("posts", _OWN),
    ("leavers", _OWN),
    ("command_guilds", _OWN),
    ("guilds", _OWN),
)


_MOST_PICTURES = 20  # the newest: a file that Discord takes has 10 MB
# Of members it has only what they show to everybody, and sums.
_SHARED = {
    "settings": "SELECT zone, channel_id, planner_role_ids, board_channel_id, digest_channel_id, interests, "
    "circle_channel_id, round_rule, agenda_lead_min, round_min, late_seats_min, language, anonymous_sharing "
    "FROM guilds "
    "WHERE guild_id = :guild_id",
    "front_desk": "SELECT channel_id, is_kept FROM front_desks "
    "WHERE guild_id = :guild_id AND is_taken_down = 0",
    "meetups": "SELECT id, title, description, picture_id, host_id, length_min, channel_id, place, capacity, "
    "most_guests, answers_until_min, answer_role_ids, first_on, at, zone, "
    "rule, created_at, cancelled_at FROM meetups "
    "WHERE guild_id = :guild_id AND circle_id IS NULL ORDER BY created_at",
    "pictures": "SELECT id, image FROM meetup_pictures WHERE guild_id = :guild_id AND id IN "
    "(SELECT picture_id FROM meetups WHERE guild_id = :guild_id AND circle_id IS NULL) "
    f"ORDER BY kept_at DESC LIMIT {_MOST_PICTURES}",
    "cohosts": "SELECT meetup_id, user_id, added_at FROM meetup_cohosts "
    "JOIN meetups ON meetups.id = meetup_id "
    "WHERE guild_id = :guild_id AND circle_id IS NULL ORDER BY meetup_id, added_at, user_id",
    "dates": "SELECT meetup_id, title, starts_at, ends_at, status, venue, own_place, own_capacity, "
    "own_host_id, own_description, "
    "(SELECT count(*) FROM rsvps WHERE date_id = meetup_dates.id AND is_seated = 1) AS going, "
    "(SELECT sum(guests) FROM rsvps WHERE date_id = meetup_dates.id AND is_seated = 1) AS guests, "
    "(SELECT count(*) FROM attendances WHERE date_id = meetup_dates.id AND "
    "(host_says = 1 OR host_says IS NULL AND (has_said = 1 OR present_ms >= 300000))) AS were_there "
    "FROM meetup_dates JOIN meetups ON meetups.id = meetup_id "
    "WHERE guild_id = :guild_id AND circle_id IS NULL ORDER BY starts_at",
    "feedback": "SELECT meetup_id, date_id, title, answers, good FROM feedback_tallies "
    "JOIN meetups ON meetups.id = meetup_id WHERE guild_id = :guild_id ORDER BY meetup_id, date_id",
    "rounds": "SELECT date_id, title, opened_at, closed_at, result FROM brainstorm_rounds "
    "JOIN problems ON problems.id = problem_id WHERE guild_id = :guild_id AND opened_at IS NOT NULL "
    "ORDER BY opened_at",
    "problems": "SELECT id, title, wants, tried, tags, author_id, state, created_at, accepted_id, "
    "accepted_at FROM problems WHERE guild_id = :guild_id AND state <> 'removed' ORDER BY created_at",
    "proposals": "SELECT proposals.id, problem_id, proposals.author_id, text, outcome, proposals.created_at, "
    "(SELECT count(*) FROM votes WHERE subject_id = proposals.id) AS likes FROM proposals "
    "JOIN problems ON problems.id = problem_id "
    "WHERE guild_id = :guild_id AND state <> 'removed' ORDER BY proposals.created_at",
    "venues": "SELECT name, city, address, features, note, directions, url, "
    "(SELECT avg(stars) FROM venue_ratings WHERE venue_id = venues.id) AS stars FROM venues "
    "WHERE guild_id = :guild_id ORDER BY name",
}


def read_shared(connection: Connection, guild_id: int) -> dict[str, list[dict[str, Any]]]:
    """Returns what belongs to the server itself, by topic, as people read it."""
    return {
        name: [readable(row) for row in connection.execute(question, {"guild_id": guild_id})]
        for name, question in _SHARED.items()
    }


def list_left(connection: Connection, before_ms: int) -> list[int]:
    """Returns the guilds that the bot left at `before_ms` or earlier, and has not come back to."""
    rows = connection.execute(
        f"SELECT guild_id FROM guilds WHERE left_at <= :before AND {OURS}", {"before": before_ms}
    )
    return [row["guild_id"] for row in rows]


def delete_guild(connection: Connection, guild_id: int) -> None:
    """Deletes everything of the guild.

    The author tokens of its anonymous problems stay: they do not say which guild they belong to.
    """
    values = {"guild_id": guild_id}
    for row in connection.execute(_PROBLEMS, values).fetchall():
        problem_search.unindex_problem(connection, ProblemId(row["id"]))
    # Circles and meetups refer to each other.
    connection.execute("UPDATE circles SET meetup_id = NULL WHERE guild_id = :guild_id", values)
    for table, where in _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE {where}", values)
