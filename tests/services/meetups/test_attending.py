"""Who was at a date, as its host sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.errors import Refusal
from services.meetups import attending, changing
from services.transaction import Transactions
from tests.conftest import Clock
from tests.services.meetups.weekly import ALICE, ERIN, announce, ref_of, save_weekly


async def test_nobody_was_at_what_did_not_take_place(transactions: Transactions, clock: Clock) -> None:
    session = await save_weekly(transactions)
    await announce(transactions, session)
    await transactions.write(changing.skip, ERIN, ref_of(session))
    clock.now = session.date.starts_at + timedelta(minutes=30)
    with pytest.raises(Refusal, match="has not taken place"):
        await transactions.read(attending.show, ERIN, ref_of(session))
    with pytest.raises(Refusal, match="has not taken place"):
        await transactions.write(attending.correct, ERIN, ref_of(session), [ALICE.user_id], [])
