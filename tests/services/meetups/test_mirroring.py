"""Cards and events that are drawn again: by one at a time, and not for ever."""

from __future__ import annotations

from domain.ids import DateId
from domain.mirrors import MirrorKind
from services.meetups import mirroring, planning
from services.meetups.planning import Request
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.meetups.weekly import (
    ERIN,
    ref_of,
    save_weekly,
)


async def test_a_mirror_is_drawn_by_one_and_again_when_it_changed_meanwhile(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    drawing = await transactions.write(mirroring.claim, session.date.id, MirrorKind.EVENT)
    assert drawing is not None
    assert await transactions.write(mirroring.claim, session.date.id, MirrorKind.EVENT) is None
    await transactions.write(
        planning.edit, ERIN, ref_of(session), Request(place=None, title="Renamed meanwhile")
    )
    await transactions.write(mirroring.mark_drawn, drawing)
    clock.move(seconds=3)
    assert await transactions.read(mirroring.list_due, MirrorKind.EVENT, 10) == [session.date.id]
    assert await transactions.write(mirroring.claim, DateId(999), MirrorKind.EVENT) is None
    await mirroring.forget_message(transactions, 999)


async def test_what_failed_after_the_end_is_given_up(transactions: Transactions, clock: Clock) -> None:
    session = await save_weekly(transactions)
    drawing = await transactions.write(mirroring.claim, session.date.id, MirrorKind.EVENT)
    assert drawing is not None
    clock.now = session.ends_at
    await transactions.write(mirroring.mark_failed, drawing)
    clock.move(days=10)
    assert await transactions.read(mirroring.list_due, MirrorKind.EVENT, 10) == []
