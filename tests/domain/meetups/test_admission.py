"""Who may answer, and until when: every case of who they are and what they had said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.ids import DateId, MeetupId
from domain.meetups.admission import (
    Answering,
    AnswerRefusal,
    check_guests,
    check_time_to_answer,
    find_refusal,
    read_answers_until,
    write_answers_until,
)
from domain.meetups.meetup import MeetupDate, MeetupDetails
from domain.meetups.rsvp import Answer

ROLE, OTHER_ROLE = 7, 8
START = datetime(2026, 3, 13, 8, 30, tzinfo=UTC)
GOING, MAYBE, NO = Answer.GOING, Answer.MAYBE, Answer.NO
CLOSED, LACKS = AnswerRefusal.CLOSED, AnswerRefusal.ROLE


def _day(*, is_closed: bool) -> MeetupDate:
    return MeetupDate(DateId(1), MeetupId(1), date(2026, 3, 13), START, is_closed=is_closed)


def _details(*role_ids: int) -> MeetupDetails:
    return MeetupDetails("Co-working", 120, 1, answer_role_ids=role_ids)


@pytest.mark.parametrize(
    ("is_closed", "before", "wanted", "refusal"),
    [
        (False, None, GOING, None),
        (True, None, GOING, CLOSED),
        (True, None, MAYBE, CLOSED),
        (True, None, NO, None),
        (True, GOING, GOING, None),
        (True, GOING, MAYBE, CLOSED),
        (True, GOING, NO, None),
        (True, NO, GOING, CLOSED),
    ],
)
def test_once_answers_are_closed_only_a_no_is_taken(
    is_closed: bool, before: Answer | None, wanted: Answer, refusal: AnswerRefusal | None
) -> None:
    answering = Answering((), before, wanted)
    assert find_refusal(_details(), _day(is_closed=is_closed), answering) is refusal


@pytest.mark.parametrize(
    ("answering", "refusal"),
    [
        (Answering((ROLE,), None, GOING), None),
        (Answering((OTHER_ROLE,), None, GOING), LACKS),
        (Answering((OTHER_ROLE,), None, NO), LACKS),
        (Answering((), GOING, GOING), None),
        (Answering((), GOING, NO), None),
        (Answering((), GOING, MAYBE), LACKS),
        (Answering((), NO, GOING), LACKS),
        (Answering((), None, GOING, is_host=True), None),
        (Answering((), None, GOING, is_asked=True), None),
    ],
)
def test_a_role_is_asked_for_when_somebody_answers_and_not_after_that(
    answering: Answering, refusal: AnswerRefusal | None
) -> None:
    assert find_refusal(_details(ROLE, 9), _day(is_closed=False), answering) is refusal


@given(st.one_of(st.none(), st.integers(0, 30 * 24 * 60)))
def test_until_when_is_read_back_as_it_is_written(until_min: int | None) -> None:
    assert read_answers_until(write_answers_until(until_min)) == until_min


@pytest.mark.parametrize("text", ["soon", "31 days", "-1h", "5"])
def test_what_is_no_time_before_the_start_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read_answers_until(text)


@pytest.mark.parametrize("most", [-1, 3])
def test_nobody_brings_a_crowd(most: int) -> None:
    with pytest.raises(Refusal):
        check_guests(most)


def test_there_is_time_to_answer() -> None:
    details = MeetupDetails("Co-working", 120, 1, pings_min=(120,), answers_until_min=60)
    check_time_to_answer(details)
    with pytest.raises(Refusal):
        check_time_to_answer(MeetupDetails("Co-working", 120, 1, pings_min=(120,), answers_until_min=120))
