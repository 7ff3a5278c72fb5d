"""Late seats as they are stored: whatever is said and in whatever order, what is held is asked once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from db import rsvps, seat_offers
from db.connection import Connection
from domain.ids import DateId
from domain.meetups.rsvp import Answer, make_guest_list
from domain.posts import PostKind
from domain.reaction_polls import Reaction
from services.meetups import answers, facilitating, finding
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.meetups.weekly import ALICE, MESSAGE, WEEKLY, announce, ref_of, save_weekly

SEATS = 3


def _list_asked(connection: Connection, date_id: DateId) -> list[str]:
    rows = connection.execute(
        "SELECT key FROM posts WHERE subject_id = :id AND kind = :kind",
        {"id": date_id, "kind": PostKind.SEAT_OFFER},
    )
    return [row["key"] for row in rows]


@pytest.mark.parametrize("seed", range(3))
async def test_seats_on_offer_are_taken_seats_and_each_is_asked_once(
    transactions: Transactions, clock: Clock, seed: int
) -> None:
    session = await save_weekly(transactions, replace(WEEKLY, seats=str(SEATS)))
    await announce(transactions, session)
    random, date_id, starts_at = Random(seed), session.date.id, session.date.starts_at
    clock.now = starts_at - timedelta(hours=3, minutes=30)
    asked = Counter[str]()
    while clock.now < starts_at:
        clock.move(seconds=random.randrange(60))
        for due_id in (await transactions.read(facilitating.list_due)).offering_ids:
            await transactions.write(facilitating.end_offers, due_id)
        reaction = Reaction(random.randrange(20, 30), random.choice(list(Answer)), random.random() < 0.7)
        await transactions.write(answers.react, MESSAGE, [reaction])
        guests = make_guest_list(await transactions.database.read(rsvps.list_answers, date_id))
        offers = await transactions.database.read(seat_offers.list_offers, date_id)
        held = [offer.user_id for offer in offers if offer.is_open]
        assert len(guests.going) + len(held) <= SEATS
        assert not set(guests.going).intersection(held)
        asked = Counter(key.split(":")[0] for key in await transactions.database.read(_list_asked, date_id))
        assert asked.keys() == {str(offer.user_id) for offer in offers}
    assert len(asked) > SEATS
    assert set(asked.values()) == {1}


async def test_an_answer_by_command_and_one_by_reaction_race_for_the_seat_on_offer(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions, replace(WEEKLY, seats="1"))
    await announce(transactions, session)
    clock.now = session.date.starts_at - timedelta(hours=1)
    for user_id in (20, ALICE.user_id, 21):
        await transactions.write(answers.react, MESSAGE, [Reaction(user_id, Answer.GOING, True)])
    await transactions.write(answers.react, MESSAGE, [Reaction(20, Answer.NO, True)])
    together = [Reaction(21, Answer.GOING, False), Reaction(21, Answer.GOING, True)]
    await transactions.write(answers.react, MESSAGE, together)
    await transactions.write(answers.answer, ALICE, str(ref_of(session)), Answer.GOING)
    shown = await transactions.read(finding.show, ALICE, ref_of(session))
    assert shown.session.guests.going == (ALICE.user_id,)
    assert shown.session.guests.waitlist == (21,)
    assert shown.session.offers == ()
