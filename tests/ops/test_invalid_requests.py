"""How often Discord said no: what counts, for how long, and what follows from it."""

from __future__ import annotations

import pytest

from ops.invalid_requests import HOLD_AT, STOP_AT, InvalidRequests
from tests.conftest import Clock

SHUT_OUT_AT = 10_000  # by Discord


@pytest.mark.parametrize(("status", "counts"), [(401, 1), (403, 1), (429, 1), (200, 0), (404, 0), (500, 0)])
def test_only_what_discord_counts_is_counted(clock: Clock, status: int, counts: int) -> None:
    refusals = InvalidRequests(clock)
    refusals.note(status)
    assert refusals.count == counts


def test_each_counts_for_ten_minutes(clock: Clock) -> None:
    refusals = InvalidRequests(clock)
    refusals.note(403)
    clock.move(minutes=4)
    refusals.note(403)
    clock.move(minutes=6, seconds=-1)
    assert refusals.count == 2
    clock.move(seconds=1)
    assert refusals.count == 1
    clock.move(minutes=4)
    assert refusals.count == 0


def test_the_bot_first_holds_back_and_then_gives_up_once_long_before_it_is_shut_out(clock: Clock) -> None:
    assert HOLD_AT <= STOP_AT / 2 <= SHUT_OUT_AT / 4
    refusals, given_up = InvalidRequests(clock), list[int]()
    refusals.give_up = lambda: given_up.append(refusals.count)
    for count in range(1, STOP_AT + 10):
        refusals.note(429)
        assert refusals.must_hold() is (count >= HOLD_AT)
    assert given_up == [STOP_AT]
    assert refusals.has_given_up
