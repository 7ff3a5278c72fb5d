"""Who sat with whom, and when that was."""

from __future__ import annotations

from typing import Any

import pytest

from db import circle_rounds, circles
from db.database import Database
from domain.ids import CircleId, CircleRoundId
from tests.db.rows import GUILD, Values, fill, read

CIRCLE, ROUND, ALICE, BOB, CHARLIE = CircleId(1), CircleRoundId(1), 11, 12, 13


async def _sit(database: Database, circle_id: int, states: dict[int, str], **values: Any) -> None:
    await fill(
        database,
        ("circles", {"id": circle_id, **values}),
        *(
            ("circle_seats", {"circle_id": circle_id, "user_id": user_id, "state": state})
            for user_id, state in states.items()
        ),
    )


async def test_a_circle_has_met_when_it_first_met(database: Database) -> None:
    await fill(database, ("rounds", {"id": ROUND}))
    await _sit(database, CIRCLE, {ALICE: "accepted", BOB: "declined"})
    assert await database.read(circles.map_last_met, GUILD) == {}
    for now_ms in (1000, 2000):
        await database.write(circles.set_met, CIRCLE, now_ms)
    assert await database.read(circles.map_last_met, GUILD) == {ALICE: 1000}


async def test_pairs_sat_together_where_the_circle_formed_lately_and_both_were_in_it(
    database: Database,
) -> None:
    await fill(database, ("rounds", {"id": ROUND}))
    sat = {ALICE: "met", BOB: "met", CHARLIE: "declined"}
    await _sit(database, 1, sat, formed_at=1000, state="met")
    await _sit(database, 2, {ALICE: "left", BOB: "released"}, formed_at=3000, state="met")
    await _sit(database, 3, {BOB: "met", CHARLIE: "met"}, formed_at=2000, state="met")
    await _sit(database, 4, {ALICE: "invited", CHARLIE: "accepted"}, state="proposed")
    pairs = await database.read(circles.map_last_together, GUILD, 0)
    assert pairs == {(ALICE, BOB): 3000, (BOB, CHARLIE): 2000}
    assert await database.read(circles.map_last_together, GUILD, 2000) == {(ALICE, BOB): 3000}
    assert await database.read(circles.map_last_together, GUILD + 1, 0) == {}


async def test_a_guild_has_one_round_at_a_time_and_its_circles_are_found_once(database: Database) -> None:
    assert await database.write(circle_rounds.insert_round, ROUND, GUILD, 0)
    assert not await database.write(circle_rounds.insert_round, CircleRoundId(2), GUILD, 0)
    assert await database.write(circle_rounds.mark_matched, ROUND, 1000)
    assert not await database.write(circle_rounds.mark_matched, ROUND, 2000)
    assert await read(database, "SELECT matched_at FROM rounds") == [(1000,)]
    await database.write(circle_rounds.end_round, ROUND, 3000)
    assert await database.read(circle_rounds.find_open_round, GUILD) is None
    assert await database.write(circle_rounds.insert_round, CircleRoundId(2), GUILD, 4000)


@pytest.mark.parametrize(
    ("values", "seat", "is_over"),
    [
        ({}, "accepted", True),
        ({"state": "ended"}, "declined", True),
        ({"state": "proposed"}, "accepted", False),
        ({"wants_refill": 1}, "accepted", False),
        ({}, "invited", False),
    ],
)
async def test_a_round_is_over_when_none_of_its_circles_waits(
    database: Database, values: Values, seat: str, is_over: bool
) -> None:
    await fill(database, ("rounds", {"id": ROUND}))
    await _sit(database, CIRCLE, {ALICE: seat}, **values)
    await database.write(circle_rounds.end_round, ROUND, 1000)
    assert await database.read(circle_rounds.find_open_round, GUILD) == ROUND, "circles are still to be found"
    await database.write(circle_rounds.mark_matched, ROUND, 1000)
    await database.write(circle_rounds.end_round, ROUND, 2000)
    assert (await database.read(circle_rounds.find_open_round, GUILD) is None) is is_over
