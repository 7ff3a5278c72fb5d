"""Answers are counted together or not at all, each once, however a history goes."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from db import feedback as rows
from db.connection import Connection
from db.values import from_ms
from domain.feedback import ANSWERED_FOR, Tally
from domain.ids import DateId, MeetupId
from domain.statistics import FEWEST
from services.meetups import feedback
from services.transaction import Transactions
from tests.conftest import Clock
from tests.db.rows import fill

MEETUP = MeetupId(1)
PLACES = (None, "Café", "Library")
DATES = 20


def _list_answers(connection: Connection) -> set[tuple[int, int]]:
    found = connection.execute("SELECT date_id, user_id FROM feedback")
    return {(row["date_id"], row["user_id"]) for row in found}


@pytest.mark.parametrize("seed", range(8))
async def test_no_sum_ever_grows_by_the_answers_of_fewer_than_five(
    transactions: Transactions, clock: Clock, seed: int
) -> None:
    random, database = Random(seed), transactions.database
    days = [
        {
            "id": number,
            "on_date": f"2026-03-{number:02}",
            "starts_at": number,
            "own_place": random.choice(PLACES),
        }
        for number in range(1, DATES + 1)
    ]
    await fill(database, ("meetups", {"id": MEETUP}), *(("meetup_dates", day) for day in days))
    before, taken = Tally(0, 0), set[tuple[int, int]]()
    for day in days:
        date_id, ends_at = DateId(int(str(day["id"]))), clock.now
        await database.write(rows.set_until, date_id, ends_at + ANSWERED_FOR)
        for user_id in random.sample(range(100, 110), random.randrange(10)):
            await database.write(rows.save_answer, date_id, user_id, is_good=random.random() < 0.7)
        await transactions.write(feedback.count, date_id)
        assert await database.read(rows.find_until, date_id) is not None, "not before its time"
        clock.now = ends_at + ANSWERED_FOR + timedelta(minutes=1)
        waiting = await database.read(_list_answers)
        for _ in range(2):  # the process may have died after it, and does it once more
            await transactions.write(feedback.count, date_id)
        counted = waiting - await database.read(_list_answers)
        after = await database.read(rows.sum_meetup, MEETUP) or Tally(0, 0)
        members = {user_id for _, user_id in counted}
        assert after.answers - before.answers == len(members), "of each member one answer"
        assert not members or len(members) >= FEWEST
        assert not counted & taken, "no answer is in two sums"
        assert len(counted) == 0 or 0 < after.good - before.good < len(members)
        own = await database.read(rows.sum_date, date_id)
        assert own is None or own.answers == len({user_id for date, user_id in counted if date == date_id})
        before, taken = after, taken | counted
    assert taken, "something was counted"
    assert await database.read(rows.next_due_ms) is None


async def test_only_what_is_long_past_is_forgotten(transactions: Transactions, clock: Clock) -> None:
    database = transactions.database
    days = [{"id": number, "starts_at": 0, "ends_at": number} for number in (1, 2)]
    await fill(database, ("meetups", {"id": MEETUP}), *(("meetup_dates", day) for day in days))
    for date_id in (DateId(1), DateId(2)):
        await database.write(rows.save_answer, date_id, 100, is_good=True)
    await database.write(rows.delete_before, 2)
    assert await database.read(_list_answers) == {(2, 100)}
    assert from_ms(2) < clock.now
