"""What a calendar reads behind a link."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.meetups.rsvp import Answer
from services.meetups import answers, feeds
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.meetups.weekly import ALICE, ERIN, WEEKLY, save_weekly


async def test_what_is_over_stays_in_the_calendar_for_sixty_days(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions, replace(WEEKLY, repeats="once"))
    await transactions.write(answers.answer, ALICE, "Friday co-working", Answer.GOING)
    own = await transactions.write(feeds.make_own, ALICE)
    shared = await transactions.write(feeds.make_shared, ERIN)
    for days, is_kept in ((59, True), (61, False)):
        clock.now = session.ends_at + timedelta(days=days)
        for secret in (own, shared):
            calendar = await transactions.read(feeds.read, secret, lambda guild_id: "Server")
            assert calendar is not None
            assert (b"BEGIN:VEVENT" in calendar) is is_kept
