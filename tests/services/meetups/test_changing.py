"""Single dates that are moved and put back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db import meetup_dates
from db.values import to_ms
from domain.errors import Refusal
from domain.meetups.series import DateStatus
from services.meetups import changing
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.meetups.weekly import (
    ERIN,
    announce,
    open_due,
    ref_of,
    save_weekly,
)


async def test_a_date_whose_regular_time_has_passed_cannot_be_restored_to_it(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    await transactions.write(changing.move, ERIN, ref_of(session), "sun 10:00")
    clock.now = session.date.starts_at + timedelta(minutes=1)
    with pytest.raises(Refusal, match="has passed"):
        await transactions.write(changing.restore, ERIN, ref_of(session))


async def test_what_is_under_way_goes_on_when_the_series_is_cancelled(
    transactions: Transactions, clock: Clock
) -> None:
    session = await save_weekly(transactions)
    await announce(transactions, session)
    clock.now = session.date.starts_at + timedelta(minutes=1)
    await open_due(transactions)
    await transactions.write(changing.cancel, ERIN, ref_of(session), None)
    dates = await transactions.database.read(meetup_dates.list_dates, session.meetup.id, to_ms(clock.now))
    assert [meetup_date.status for meetup_date in dates] == [DateStatus.PLANNED, DateStatus.CANCELLED]
