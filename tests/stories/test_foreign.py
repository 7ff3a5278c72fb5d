"""Whoever knows the ids of another server gets nothing from it and changes nothing in it."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from itertools import product
from typing import Any

import services
from db.connection import Connection
from db.migrations import find_version
from db.tables import list_tables
from db.values import to_ms
from demo.world import World
from domain.boards import Board
from domain.cities import City, Point
from domain.errors import Refusal
from domain.guilds import Actor, SetupDraft
from domain.ids import CircleId, DateId, MeetupId, PictureId, PollId, ProblemId, ProposalId, VenueId
from domain.meetups.agenda import WishDirection
from domain.meetups.brainstorm import RoundResult
from domain.meetups.meetup import DateRef
from domain.meetups.request import MeetupRequest, RequestKind
from domain.meetups.rsvp import Answer
from domain.problems.problem import ProposalOutcome, ReplySource
from domain.profiles import Hearing
from domain.reminders import ReminderWay
from services.guilds import SettingsChange
from services.meetups.drafting import OpenRequest
from services.problems.editing import ChangeDraft
from services.problems.proposing import Reply
from services.problems.sharing import ProblemForm
from services.profiles import ProfileBasics, ProfileInterests
from services.venues import VenueDetails
from tests.stores import look_into
from tests.stories.tour import walk

_YES_OR_NO = (
    "is_here",
    "is_erased",
    "is_of_all_time",
    "is_buddy",
    "is_helper",
    "is_named",
    "is_stopped",
    "is_kept",
    "is_given",
    "is_good",
    "is_stale",
    "is_on",
)
ELSEWHERE = 987_654_321_987_654_321
_LONG_ID = re.compile(r"\d{12,}")

# They take what a use case before them has handed out, or has looked up in the server that it was asked in.
_NOT_TRIED = {
    "meetup",
    "meetup_date",
    "day",
    "before",
    "after",
    "status",
    "payload",
    "problem",
    "subject_id",
    "kind",
    "entry",
    "finders",
}

Rows = dict[str, set[tuple[Any, ...]]]


def _rows(world: World) -> Rows:
    """Every row that is not of the other server, by table."""
    with look_into(world.bot.database) as connection:
        names = list_tables(find_version(connection))
        found = {name: map(tuple, connection.execute(f"SELECT * FROM {name}")) for name in names}
        return {name: {row for row in rows if ELSEWHERE not in row} for name, rows in found.items()}


def _use_cases() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Everything that a cog may ask of the services on behalf of somebody in some server."""
    for found in pkgutil.walk_packages(services.__path__, "services."):
        for name, function in inspect.getmembers(import_module(found.name), inspect.isfunction):
            is_its_own = function.__module__ == found.name and not name.startswith("_")
            if is_its_own and {"actor", "guild_id"} & set(inspect.signature(function).parameters):
                yield f"{found.name}.{name}", function


def _values(world: World, rows: Rows) -> dict[str, list[Any]]:
    """For every parameter the ids of the other server, and whatever else makes the call a sensible one."""

    def ids(table: str, column: int = 0) -> list[Any]:
        return sorted({row[column] for row in rows[table]}, key=str)

    dates = [
        DateRef(MeetupId(row[1]), date.fromisoformat(row[2])) for row in sorted(rows["meetup_dates"], key=str)
    ]
    members = ids("profiles", 1)
    texts = [*map(str, dates[:2]), *map(str, ids("problems")), *map(str, ids("venues")), "202"]
    return {
        "keyring": [world.bot.keyring],
        "pool": [world.bot.matching_pool],
        "actor": [Actor(ELSEWHERE, members[0], (), True, True, True)],
        "guild_id": [ELSEWHERE],
        "user_id": members[:1],
        "user_ids": [members],
        "present": [[]],
        "absent": [members],
        "present_ids": [members[:1]],
        "absent_ids": [[]],
        "host": [None],
        "host_before": [None],
        "host_ids": [()],
        "sees": [lambda channel_id: True],
        "what": ["moved"],
        "fields": [()],
        "wanted": [Answer.GOING],
        "successor": [Actor(ELSEWHERE, members[0], (), True)],
        "seen_min": [None],
        "guests": [1],
        "role_ids": [[]],
        "occurrence": [None],
        "among": [None],
        "ref": dates[:3],
        "on": [None],
        "index": [0],
        "meetup_id": [MeetupId(one) for one in ids("meetups")],
        "date_id": [DateId(one) for one in ids("meetup_dates")[:3]],
        "problem_id": [ProblemId(one) for one in ids("problems")],
        "proposal_id": [ProposalId(one) for one in ids("proposals")[:3]],
        "tried_id": [None],
        "poll_id": [PollId(one) for one in ids("polls")],
        "circle_id": [CircleId(one) for one in ids("circles")],
        "draft_id": [*ids("problem_drafts"), *ids("meetup_drafts")],
        "picture_id": [PictureId(one) for one in ids("meetup_pictures")],
        "image": [b"x"],
        "venue_id": [VenueId(one) for one in ids("venues")],
        "thread_id": ids("problems")[:1],
        "channel_id": [1],
        "here_id": [1],
        "text": texts,
        "choice": texts,
        "when": ["tomorrow 18:00"],
        "opened": [OpenRequest(RequestKind.PLAN, MeetupRequest(), MeetupRequest(when="tomorrow 18:00"))],
        "readings": [()],
        "seen": [MeetupRequest()],
        "request": [MeetupRequest(title="Mine", when="tomorrow 18:00")],
        "change": [SettingsChange(zone="Europe/Berlin")],
        "details": [VenueDetails(note="x")],
        "draft": [SetupDraft(zone="UTC")],
        "board": [Board(1, is_forum=False)],
        "form": [ProblemForm("A title of mine", "What I want to know")],
        "reply": [Reply(members[0], False, "An answer of some length", ReplySource(1, 2))],
        "basics": [ProfileBasics("5", ["en"], [], "any", True)],
        "city": [City(1, "Berlin", "DE", "", Point(52.5, 13.4), "Europe/Berlin", 1)],
        "interests": [ProfileInterests("", [], "", "thread", [])],
        "direction": [WishDirection.UP],
        "hearing": [Hearing.SOLUTIONS],
        "answer": [Answer.GOING],
        "given": [Answer.GOING],
        "way": [ReminderWay.MESSAGE],
        "leads": ["1 day"],
        "result": [RoundResult.TRYING],
        "outcome": [ProposalOutcome.YES],
        "names": [{"1": "x"}],
        "stars": [5],
        "slot": [0],
        "turn_number": [1],
        "revision": [0, 1],
        "kept_tags": [[]],
        "banned_tags": [[]],
        "typed": [
            ChangeDraft(5, ProblemId(ids("problems")[0]), text="x"),
            *(ChangeDraft(6, ProblemId(row[1]), ProposalId(row[0])) for row in list(rows["proposals"])[:3]),
        ],
        "limit": [5],
        "since_ms": [0],
        "is_offered": [lambda item: True],
        "weeks": ["1"],
        "version": [None],
        "stage": [None],
        "tag": [None],
        "zone": ["Europe/Berlin"],
        "length": [None],
        "times": [None],
        "title": ["Mine"],
        "venues": [[]],
        **{name: [True] for name in _YES_OR_NO},
    }


async def _call(world: World, use_case: Callable[..., Any], values: dict[str, list[Any]]) -> str:
    """What it says to every combination of values that differ; what it refuses is as good as nothing."""
    _, *names = inspect.signature(use_case).parameters
    said = []
    for chosen in product(*(values[name] for name in names)):
        given = dict(zip(names, chosen, strict=True))
        try:
            if inspect.iscoroutinefunction(use_case):
                said.append(repr(await use_case(world.bot.transactions, **given)))
            else:
                said.append(repr(await world.bot.write(use_case, **given)))
        except Refusal as refusal:
            said.append(str(refusal))
    return " ".join(said)


async def test_no_use_case_reads_or_writes_a_row_of_another_server(world: World) -> None:
    await walk(world, "en-US")
    await world.bot.database.write(_freshen, to_ms(world.now))
    before = _rows(world)
    values = _values(world, before)
    assert all(values.values()), "nothing is tried with nothing"
    given = set(_LONG_ID.findall(str(values)))
    theirs = {str(value) for rows in before.values() for row in rows for value in row if _is_id(value)}
    members = {str(row[1]) for row in before["profiles"]}
    use_cases = list(_use_cases())
    for name, use_case in use_cases:
        _, *wanted = inspect.signature(use_case).parameters
        missing = set(wanted) - values.keys() - _NOT_TRIED
        assert not missing, f"{name} wants {missing}: give it something of the other server"
        if not set(wanted) & _NOT_TRIED:
            leaked = set(_LONG_ID.findall(await _call(world, use_case, values))) & (theirs - given - members)
            assert not leaked, f"{name} shows {leaked} of another server"
        after = _rows(world)
        for table, rows in before.items():
            assert rows <= after[table], f"{name} changed {table} of another server"
            new = {str(value) for row in after[table] - rows for value in row}
            assert not new & (theirs - members), f"{name} wrote into {table} about another server"
    assert len(use_cases) > 80


def _freshen(connection: Connection, now_ms: int) -> None:
    """Old drafts of all servers go when somebody writes one; these shall not."""
    for table in ("problem_drafts", "meetup_drafts"):
        connection.execute(f"UPDATE {table} SET created_at = ?", (now_ms,))


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and value > 10**15
