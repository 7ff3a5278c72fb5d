"""Which round is meant, and what came of the last one."""

from __future__ import annotations

from db import brainstorms
from db.database import Database
from db.values import from_ms
from domain.ids import DateId, ProblemId
from domain.meetups.brainstorm import BrainstormRound, RoundResult
from tests.db.rows import fill

DATE, LATER, MESSAGE, ALICE, BOB, DANA = DateId(1), DateId(2), 600, 11, 12, 14
ONE, TWO, THREE = ProblemId(7), ProblemId(8), ProblemId(9)


async def _sit_down(database: Database) -> None:
    await fill(
        database,
        ("meetups", {"id": 1}),
        ("meetup_dates", {"id": DATE, "message_id": MESSAGE}),
        ("meetup_dates", {"id": LATER}),
        *(("problems", {"id": problem_id}) for problem_id in (ONE, TWO, THREE)),
        ("table_seats", {"date_id": DATE, "user_id": ALICE, "table_number": 1}),
        ("table_seats", {"date_id": DATE, "user_id": BOB, "table_number": 2}),
    )


def _round(
    problem_id: ProblemId,
    table: int,
    *,
    date_id: DateId = DATE,
    closed: int = 0,
    result: RoundResult | None = None,
) -> BrainstormRound:
    return BrainstormRound(
        date_id,
        problem_id,
        table,
        1,
        opened_at=from_ms(1000),
        ends_at=from_ms(2000),
        closed_at=from_ms(closed) if closed else None,
        result=result,
    )


async def test_the_round_at_the_members_own_table_is_meant_and_none_that_is_closed(
    database: Database,
) -> None:
    await _sit_down(database)
    assert await database.read(brainstorms.find_talked_about, MESSAGE, ALICE) is None
    await database.write(brainstorms.save_round, BrainstormRound(DATE, THREE, 1, 2))
    assert await database.read(brainstorms.find_talked_about, MESSAGE, ALICE) is None
    for problem_id, table in ((ONE, 1), (TWO, 2)):
        await database.write(brainstorms.save_round, _round(problem_id, table))
    for user_id, problem_id in ((ALICE, ONE), (BOB, TWO), (DANA, ONE)):
        assert await database.read(brainstorms.find_talked_about, MESSAGE, user_id) == problem_id
    await database.write(brainstorms.save_round, _round(ONE, 1, closed=1500))
    assert await database.read(brainstorms.find_talked_about, MESSAGE, ALICE) == TWO
    assert await database.read(brainstorms.find_talked_about, MESSAGE + 1, ALICE) is None


async def test_the_last_result_is_that_of_the_round_that_was_closed_last(database: Database) -> None:
    await _sit_down(database)
    assert await database.read(brainstorms.find_last_result, ONE) is None
    await database.write(brainstorms.save_round, _round(ONE, 1, closed=9000, result=RoundResult.PEOPLE))
    await database.write(
        brainstorms.save_round, _round(ONE, 1, date_id=LATER, closed=5000, result=RoundResult.TRYING)
    )
    assert await database.read(brainstorms.find_last_result, ONE) is RoundResult.PEOPLE
    await database.write(brainstorms.save_round, _round(ONE, 1, date_id=LATER, closed=9500))
    assert await database.read(brainstorms.find_last_result, ONE) is None


async def test_only_open_rounds_come_due(database: Database) -> None:
    await _sit_down(database)
    assert await database.read(brainstorms.next_due_ms) is None
    await database.write(brainstorms.save_round, _round(ONE, 1))
    await database.write(brainstorms.save_round, _round(TWO, 2, closed=1500))
    await database.write(brainstorms.save_round, BrainstormRound(DATE, THREE, 1, 2))
    assert await database.read(brainstorms.next_due_ms) == 2000
    assert await database.read(brainstorms.list_due, 1999) == []
    assert await database.read(brainstorms.list_due, 2000) == [_round(ONE, 1)]
