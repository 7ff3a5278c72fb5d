"""What stands on agendas, and what is wished for."""

from __future__ import annotations

from db import agendas
from db.database import Database
from domain.ids import DateId, ProblemId
from domain.meetups.agenda import WishDirection
from tests.db.rows import GUILD, fill, read

DATE, PROBLEM = DateId(1), ProblemId(7)
HOUR_MS = 3_600_000


async def _put_on_agenda(database: Database, status: str = "planned") -> None:
    await fill(
        database,
        ("meetups", {"id": 1}),
        ("meetup_dates", {"id": DATE, "ends_at": HOUR_MS, "status": status}),
        ("problems", {"id": PROBLEM}),
    )
    await database.write(agendas.insert_items, GUILD, DATE, [PROBLEM])


async def test_a_skipped_date_lets_its_problems_go_even_where_it_takes_place_after_all(
    database: Database,
) -> None:
    await _put_on_agenda(database)
    assert await database.read(agendas.list_scheduled_problems, GUILD, 0) == {PROBLEM}
    await database.write(lambda connection: connection.execute("UPDATE meetup_dates SET status = 'skipped'"))
    assert await database.read(agendas.list_scheduled_problems, GUILD, 0) == set()
    await database.write(agendas.close_past_agendas, GUILD, 0)
    await database.write(lambda connection: connection.execute("UPDATE meetup_dates SET status = 'planned'"))
    assert await database.read(agendas.list_scheduled_problems, GUILD, 0) == set()


async def test_a_date_that_is_over_lets_its_problems_go_and_counts(database: Database) -> None:
    await _put_on_agenda(database)
    assert await database.read(agendas.count_agendas, PROBLEM, HOUR_MS - 1) == 0
    assert await database.read(agendas.list_scheduled_problems, GUILD, HOUR_MS - 1) == {PROBLEM}
    assert await database.read(agendas.count_agendas, PROBLEM, HOUR_MS) == 1
    assert await database.read(agendas.list_scheduled_problems, GUILD, HOUR_MS) == set()
    await database.write(agendas.close_past_agendas, GUILD, HOUR_MS - 1)
    assert await read(database, "SELECT is_open FROM agenda_items") == [(1,)]
    await database.write(agendas.close_past_agendas, GUILD + 1, HOUR_MS)
    assert await read(database, "SELECT is_open FROM agenda_items") == [(1,)]
    await database.write(agendas.close_past_agendas, GUILD, HOUR_MS)
    assert await read(database, "SELECT is_open FROM agenda_items") == [(0,)]
    await database.write(agendas.reset_agenda_count, PROBLEM)
    assert await database.read(agendas.count_agendas, PROBLEM, HOUR_MS) == 0


async def test_a_member_has_one_wish_which_can_be_turned_round_and_taken_back(database: Database) -> None:
    await _put_on_agenda(database)
    for direction, wishes in (
        (WishDirection.UP, 1),
        (WishDirection.DOWN, -1),
        (WishDirection.UP, 1),
        (WishDirection.UP, 0),
    ):
        await database.write(agendas.toggle_wish, DATE, PROBLEM, 11, direction)
        assert await database.read(agendas.list_items, DATE) == {PROBLEM: wishes}
    await database.write(agendas.toggle_wish, DATE, PROBLEM, 11, WishDirection.UP)
    await database.write(agendas.toggle_wish, DATE, PROBLEM, 12, WishDirection.UP)
    assert await database.read(agendas.list_items, DATE) == {PROBLEM: 2}
