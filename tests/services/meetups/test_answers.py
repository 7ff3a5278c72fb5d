"""Who comes: answers that count, and those that do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from db import rsvps
from domain.errors import Refusal
from domain.ids import DateId
from domain.meetups.meetup import DateRef
from domain.meetups.rsvp import Answer, StoredAnswer, make_guest_list, seat_waiting
from domain.reaction_polls import Reaction, SeenReactions
from services.meetups import answers, finding
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.meetups.weekly import (
    ALICE,
    MESSAGE,
    WEEKLY,
    announce,
    ref_of,
    save_weekly,
)


async def test_reactions_that_change_nothing_are_no_answers(transactions: Transactions, clock: Clock) -> None:
    assert await transactions.write(answers.react, MESSAGE, [Reaction(11, Answer.GOING, True)]) is None
    session = await save_weekly(transactions)
    await announce(transactions, session)
    assert await transactions.write(answers.react, MESSAGE, [Reaction(11, Answer.GOING, False)]) is None
    assert await transactions.write(answers.react, MESSAGE, [Reaction(11, Answer.GOING, True)]) is not None
    assert await transactions.write(answers.clear, 999, [Answer.GOING]) is False
    assert await transactions.write(answers.reconcile, DateId(999), SeenReactions({})) is None
    clock.now = session.ends_at
    late = await transactions.write(answers.react, MESSAGE, [Reaction(11, Answer.NO, True)])
    assert late is not None
    assert (late.is_over, late.outdated) == (True, ((11, Answer.NO),))
    assert await transactions.read(answers.list_answering, session.date.id) == [11]
    assert await transactions.write(answers.react, MESSAGE, [Reaction(11, Answer.GOING, True)]) is None
    with pytest.raises(Refusal, match="is over"):
        await transactions.write(answers.answer, ALICE, str(ref_of(session)), Answer.NO)


async def test_members_whose_events_come_while_a_message_is_read_again_are_left_alone(
    transactions: Transactions,
) -> None:
    session = await save_weekly(transactions)
    await announce(transactions, session)
    await transactions.write(answers.react, MESSAGE, [Reaction(11, Answer.GOING, True)])
    seen = SeenReactions({Answer.GOING: {12}, Answer.MAYBE: {11}}, untouched_user_ids={11, 12})
    assert await transactions.write(answers.reconcile, session.date.id, seen) is None
    seen = SeenReactions({Answer.GOING: {12}, Answer.NO: {12}})
    assert await transactions.write(answers.reconcile, session.date.id, seen) is not None
    shown = await transactions.read(finding.show, ALICE, ref_of(session))
    assert shown.session.guests.going == (12,)


async def test_only_the_next_few_dates_can_be_answered(transactions: Transactions) -> None:
    session = await save_weekly(transactions)
    for weeks, is_answerable in ((0, True), (3, True), (4, False), (200, False)):
        ref = DateRef(session.meetup.id, session.date.on + timedelta(weeks=weeks))
        if is_answerable:
            await transactions.write(answers.answer, ALICE, str(ref), Answer.GOING)
        else:
            with pytest.raises(Refusal, match="too far away"):
                await transactions.write(answers.answer, ALICE, str(ref), Answer.GOING)


def _seated(marks: list[StoredAnswer]) -> set[int]:
    return {mark.user_id for mark in marks if mark.is_seated}


async def test_seats_are_as_if_all_answers_had_been_looked_at(transactions: Transactions) -> None:
    """An answer looks only at those that it can touch."""
    session = await save_weekly(transactions, replace(WEEKLY, seats="3"))
    await announce(transactions, session)
    random, most = Random(4), 0
    for _ in range(400):
        user_id, answer = random.randrange(20, 30), random.choice(list(Answer))
        before = _seated(await transactions.database.read(rsvps.list_answers, session.date.id))
        await transactions.write(answers.react, MESSAGE, [Reaction(user_id, answer, random.random() < 0.7)])
        marks = await transactions.database.read(rsvps.list_answers, session.date.id)
        assert seat_waiting(marks, 3) == marks
        assert before - _seated(marks) <= {user_id}, "only who answered loses a seat"
        most = max(most, len(make_guest_list(marks).waitlist))
    assert most >= 3, "people had to wait"


@pytest.mark.parametrize("seats", ["", "3"])
async def test_answers_that_come_together_count_as_if_they_came_one_after_another(
    transactions: Transactions, seats: str
) -> None:
    one_by_one = await save_weekly(transactions, replace(WEEKLY, title="One by one", seats=seats))
    await announce(transactions, one_by_one)
    together = await save_weekly(transactions, replace(WEEKLY, title="Together", seats=seats))
    await announce(transactions, together, MESSAGE + 1)
    random, most = Random(5), 0
    for _ in range(60):
        came = [
            Reaction(random.randrange(20, 28), random.choice(list(Answer)), random.random() < 0.7)
            for _ in range(random.randrange(1, 12))
        ]
        for reaction in came:
            await transactions.write(answers.react, MESSAGE, [reaction])
        await transactions.write(answers.react, MESSAGE + 1, came)
        expected = await transactions.database.read(rsvps.list_answers, one_by_one.date.id)
        marks = await transactions.database.read(rsvps.list_answers, together.date.id)
        assert _in_order(marks) == _in_order(expected)
        most = max(most, len(make_guest_list(marks).going))
    assert most == int(seats) if seats else most > 3


def _in_order(marks: list[StoredAnswer]) -> list[StoredAnswer]:
    """As they come one after another, whatever their numbers are."""
    return [mark._replace(order=place) for place, mark in enumerate(marks)]


async def test_only_reactions_that_somebody_said_last_stay_under_the_card(transactions: Transactions) -> None:
    session = await save_weekly(transactions)
    await announce(transactions, session)
    going, no = Answer.GOING, Answer.NO
    came = [
        Reaction(11, going, True),
        Reaction(12, no, True),
        Reaction(11, no, True),
        Reaction(11, going, True),
    ]
    answered = await transactions.write(
        answers.react, MESSAGE, [*came, Reaction(12, going, True), Reaction(12, going, False)]
    )
    assert answered is not None
    assert answered.outdated == ((11, no),), "12 took the later one back: the one before it counts again"
