"""Which of a member's own reminders is in force, and how its times are typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.meetups.pings import MOST_OWN_LEADS, own_useful_until, parse_own_leads, write_pings
from domain.reminders import find_lead_in_force

_START = datetime(2026, 3, 13, 8, 30, tzinfo=UTC)
_LEADS = st.sets(st.integers(0, 30 * 24 * 60), max_size=MOST_OWN_LEADS)


@given(_LEADS)
def test_what_is_written_is_read_back(leads: set[int]) -> None:
    kept = tuple(sorted(leads, reverse=True))
    assert parse_own_leads(write_pings(kept)) == kept


@pytest.mark.parametrize("text", ["1h, 2h, 3h", "31 days", "soon", "30"])
def test_what_is_too_much_or_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_own_leads(text)


@given(_LEADS, st.integers(-60, 31 * 24 * 60))
def test_at_each_instant_one_reminder_at_most_is_in_force_and_it_is_due(leads: set[int], ahead: int) -> None:
    now = _START - timedelta(minutes=ahead)
    lead = find_lead_in_force(sorted(leads), _START, now)
    assert (lead is None) == all(one < ahead for one in leads)
    if lead is not None:
        assert lead in leads
        assert not any(ahead <= one < lead for one in leads), "a later one is due, too"


def test_it_helps_until_the_start_and_at_the_start_a_little_longer() -> None:
    assert own_useful_until(_START, 30) == _START
    assert own_useful_until(_START, 0) > _START
