"""Single dates that are moved and put back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.errors import Refusal
from services.meetups import changing
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.meetups.weekly import (
    ERIN,
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
