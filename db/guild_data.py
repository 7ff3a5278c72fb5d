"""Everything of one server, to be forgotten with it."""

from __future__ import annotations

from db import problem_search
from db.database import Connection
from domain.ids import ProblemId

_MEETUPS = "SELECT id FROM meetups WHERE guild_id = :guild_id"
_DATES = f"SELECT id FROM meetup_dates WHERE meetup_id IN ({_MEETUPS})"  # noqa: S608
_PROBLEMS = "SELECT id FROM problems WHERE guild_id = :guild_id"
_PROPOSALS = f"SELECT id FROM proposals WHERE problem_id IN ({_PROBLEMS})"  # noqa: S608
_OWN = "guild_id = :guild_id"

# In this order nothing refers to what is gone.
_TABLES = (
    ("agenda_wishes", f"date_id IN ({_DATES})"),
    ("agenda_items", _OWN),
    ("attendances", f"date_id IN ({_DATES})"),
    ("attendance_watches", f"date_id IN ({_DATES})"),
    ("table_seats", f"date_id IN ({_DATES})"),
    ("brainstorm_rounds", f"date_id IN ({_DATES})"),
    ("rsvps", f"date_id IN ({_DATES})"),
    ("meetup_venues", f"meetup_id IN ({_MEETUPS})"),
    ("meetup_dates", f"meetup_id IN ({_MEETUPS})"),
    ("poll_votes", "poll_id IN (SELECT id FROM polls WHERE guild_id = :guild_id)"),
    ("polls", _OWN),
    ("helper_asks", f"problem_id IN ({_PROBLEMS})"),
    ("votes", f"subject_id IN ({_PROBLEMS}) OR subject_id IN ({_PROPOSALS})"),
    ("proposals", f"problem_id IN ({_PROBLEMS})"),
    ("problem_tags", _OWN),
    ("problem_drafts", _OWN),
    ("problems", _OWN),
    ("circle_votes", "circle_id IN (SELECT id FROM circles WHERE guild_id = :guild_id)"),
    ("circle_seats", _OWN),
    ("circle_members", _OWN),
    ("meetups", _OWN),
    ("circles", _OWN),
    ("rounds", _OWN),
    ("venue_ratings", "venue_id IN (SELECT id FROM venues WHERE guild_id = :guild_id)"),
    ("venues", _OWN),
    ("avoidances", _OWN),
    ("profiles", _OWN),
    ("calendar_feeds", _OWN),
    ("notices", _OWN),
    ("mirrors", _OWN),
    ("posts", _OWN),
    ("leavers", _OWN),
    ("guilds", _OWN),
)


def list_left(connection: Connection, before_ms: int) -> list[int]:
    """Guilds that the bot has not been in since then, or for longer."""
    rows = connection.execute("SELECT guild_id FROM guilds WHERE left_at <= :before", {"before": before_ms})
    return [row["guild_id"] for row in rows]


def delete_guild(connection: Connection, guild_id: int) -> None:
    """Forget the guild. What says whose its anonymous problems were stays, and says nothing to anybody."""
    values = {"guild_id": guild_id}
    for row in connection.execute(_PROBLEMS, values).fetchall():
        problem_search.unindex_problem(connection, ProblemId(row["id"]))
    connection.execute("UPDATE circles SET meetup_id = NULL WHERE guild_id = :guild_id", values)
    for table, where in _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE {where}", values)  # noqa: S608
