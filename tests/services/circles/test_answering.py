"""What members do with a circle, and what becomes of it where nobody does anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db import circle_rounds, circles
from db.values import to_ms
from domain.circles.circle import MOST_REFILLS, Circle, CircleSeat, CircleState, SeatState
from domain.errors import Refusal
from domain.ids import CircleId, CircleRoundId
from services.circles import answering, posting
from services.transaction import Transactions
from tests.conftest import MONDAY, Clock

ALICE, BOB, CHARLIE = 11, 12, 13
PROPOSED = Circle(
    CircleId(1),
    1,
    CircleRoundId(1),
    (CircleSeat(ALICE), CircleSeat(BOB), CircleSeat(CHARLIE)),
    answer_by=MONDAY + timedelta(days=2),
)
FORMED = replace(
    PROPOSED,
    seats=tuple(CircleSeat(user_id, SeatState.ACCEPTED) for user_id in (ALICE, BOB, CHARLIE)),
    state=CircleState.FORMED,
    formed_at=MONDAY,
    thread_id=700,
    ask_at=MONDAY + timedelta(days=14),
)


async def _save(transactions: Transactions, circle: Circle) -> None:
    await transactions.database.write(
        circle_rounds.insert_round, circle.round_id, circle.guild_id, to_ms(MONDAY)
    )
    await transactions.database.write(circles.save_circle, circle)


async def _load(transactions: Transactions) -> Circle:
    circle = await transactions.database.read(circles.load_circle, PROPOSED.id)
    assert circle is not None
    return circle


async def test_a_proposal_takes_no_answer_after_its_time_though_nothing_has_ended_it(
    transactions: Transactions, clock: Clock
) -> None:
    await _save(transactions, PROPOSED)
    clock.now = PROPOSED.answer_by
    with pytest.raises(Refusal, match="no longer open"):
        await transactions.write(answering.accept, PROPOSED.id, ALICE)
    clock.now = PROPOSED.answer_by - timedelta(seconds=1)
    accepted = await transactions.write(answering.accept, PROPOSED.id, ALICE)
    assert accepted.state_of(ALICE) is SeatState.ACCEPTED


async def test_who_says_nothing_does_not_go_first_next_time(transactions: Transactions, clock: Clock) -> None:
    await _save(transactions, PROPOSED)
    await transactions.database.write(circles.add_left_over, 1, [(ALICE, None), (BOB, None)], is_told=True)
    await transactions.write(answering.accept, PROPOSED.id, ALICE)
    clock.now = PROPOSED.answer_by
    await transactions.write(posting.advance)
    assert (await _load(transactions)).state_of(BOB) is SeatState.SILENT
    records = await transactions.database.read(circles.map_member_records, 1)
    assert records[BOB].left_over == 0
    assert records[ALICE].left_over > 0


async def test_a_circle_that_asked_for_one_more_waits_for_them_though_another_leaves(
    transactions: Transactions,
) -> None:
    left = CircleSeat(CHARLIE, SeatState.LEFT)
    await _save(transactions, replace(FORMED, seats=(*FORMED.seats[:2], left), refills=MOST_REFILLS))
    await transactions.write(answering.ask_refill, FORMED.id, ALICE)
    await transactions.write(answering.leave_circle, FORMED.id, BOB)
    circle = await _load(transactions)
    assert circle.state is CircleState.FORMED
    assert circle.wants_refill


async def test_a_circle_is_asked_six_times_whether_it_has_met(
    transactions: Transactions, clock: Clock
) -> None:
    await _save(transactions, FORMED)
    for _ in range(6):
        clock.now = (await _load(transactions)).ask_at or clock.now
        await transactions.write(posting.advance)
        await transactions.write(answering.mark_not_met_yet, FORMED.id, ALICE)
    assert (await _load(transactions)).asked == 6
    clock.now = (await _load(transactions)).ask_at or clock.now
    await transactions.write(posting.advance)
    assert (await _load(transactions)).state is CircleState.CLOSED
