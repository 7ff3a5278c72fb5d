"""Whatever people enter, what is shown of meetups stays within Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.ui.meetups import cards, choices, descriptions, hosting, managing, overviews, planning, posts
from domain.ids import DateId, MeetupId, PostId, ProblemId
from domain.meetups.agenda import AgendaProblem
from domain.meetups.hosting import OfferQuestion, VacancyQuestion
from domain.meetups.meetup import (
    DESCRIPTION_LENGTH,
    Meetup,
    MeetupDate,
    MeetupDetails,
    MeetupPlace,
    Session,
)
from domain.meetups.newcomers import Newcomer
from domain.meetups.rsvp import GuestList
from domain.meetups.series import DateStatus, Occurrence, Series
from domain.posts import Post, PostKind
from domain.times.parser import parse_when
from domain.times.recurrence import Monthly, Weekly
from domain.venues import DIRECTIONS_LENGTH
from tests.cogs.limits import fits

_NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
_BIG = 2**63 - 1
_CROWD = tuple(range(_BIG - 600, _BIG))
_TITLES = st.one_of(st.text(min_size=1, max_size=80), st.sampled_from(["*" * 80, "<@" * 40, "@everyone" * 8]))


def _session(
    title: str = "Friday co-working",
    place: str = "",
    status: DateStatus = DateStatus.PLANNED,
    description: str = "*" * DESCRIPTION_LENGTH,
) -> Session:
    series = Series(
        date(2026, 3, 13), time(9, 30), "America/Argentina/ComodRivadavia", Monthly((1, 2, 3, 4, -1), 2)
    )
    details = MeetupDetails(title, 24 * 60, _BIG, MeetupPlace(place), 1000, _BIG, (43200, 4320, 120, 60, 0))
    details = replace(details, description=description)
    meetup = Meetup(MeetupId(_BIG), _BIG, _BIG, details, series)
    day = MeetupDate(DateId(_BIG), meetup.id, date(2026, 3, 13), _NOW, status, _BIG, _BIG)
    return Session(
        meetup, day, GuestList(_CROWD, _CROWD, _CROWD, _CROWD), _CROWD[:4], directions="_" * DIRECTIONS_LENGTH
    )


def _post(kind: PostKind, **payload: Any) -> Post:
    return Post(
        PostId(_BIG), _BIG, _BIG, kind, "", _NOW, _NOW, payload={"user_ids": list(_CROWD[:80])} | payload
    )


def _problem(title: str) -> AgendaProblem:
    return AgendaProblem(ProblemId(_BIG), title, _BIG, 999, True, 99_999, True, 3, 999, True, True, True)


@given(_TITLES, st.text(max_size=100), st.sampled_from(DateStatus))
def test_cards_fit(title: str, place: str, status: DateStatus) -> None:
    session = _session(title, place, status)
    fits(cards.card(session))
    dates = [Occurrence(date(2026, 3, 13), _NOW, True, True)] * 4
    newcomers = [Newcomer(user_id, _BIG) for user_id in _CROWD[:50]]
    fits(overviews.overview(session, dates, newcomers, _CROWD[0]))
    agenda = [_problem((title * 90)[:90]) for _ in range(10)]
    heading = "Skipped. Those who answered are told in its thread."
    fits(managing.management_page(session, dates, newcomers, agenda, _CROWD[0], heading))
    fits(planning.preview(session.meetup, dates, "This is how it will be. Save it?"))
    assert len(cards.thread_name(session)) <= 100


@given(st.one_of(st.text(max_size=600), st.sampled_from(["*" * 600, "<@" * 300, "a\n" * 300])))
def test_descriptions_fit(description: str) -> None:
    session = _session(description=description)
    fits(cards.card(session))
    assert len(descriptions.event_text(session)) <= 1000
    assert descriptions.in_short(description).count("\n") < 4


@given(_TITLES, st.text(max_size=100))
def test_lists_fit(title: str, place: str) -> None:
    session = _session(title, place)
    shown = [(session, "you are number 600 on the waitlist")] * overviews.MOST_LISTED
    embed = overviews.listing(shown, 100, _NOW, may_plan=True)
    fits(embed)
    assert len(embed.fields) >= 6
    assert f"and {100 - len(embed.fields)} more" in (embed.footer.text or "")
    fits(overviews.listing([], 0, _NOW, may_plan=False))


@pytest.mark.parametrize("what", ["skipped", "cancelled", "moved", "restored", "edited", "hosts_too"])
def test_posts_fit(what: str) -> None:
    session = _session("*" * 80, "<" * 100)
    fields = ["title", "length_min", "place", "capacity", "channel_id", "role_id", "pings_min", "series"]
    change = _post(PostKind.CHANGE, what=what, starts_ms=1773390600000, fields=fields)
    for content, embed in (
        posts.change(change, session),
        posts.moved_up(_post(PostKind.MOVED_UP), session),
        posts.last_call(_post(PostKind.CALL), session),
        posts.welcome(_post(PostKind.WELCOME), session),
        posts.undecided(_post(PostKind.UNDECIDED), session, is_over=False),
        posts.undecided(_post(PostKind.UNDECIDED), session, is_over=True),
        ("", posts.direct_reminder(session)),
        posts.host_needed(_post(PostKind.HOST_NEEDED), session),
        posts.reminder(session, _BIG),
    ):
        assert len(content) <= 2000
        fits(embed)
    assert posts.reminder(session, None)[0] == ""


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("is_answered", [True, False])
def test_questions_about_hosts_fit(is_open: bool, is_answered: bool) -> None:
    session = _session("*" * 80)
    fits(hosting.offer(session, OfferQuestion(_BIG, _NOW, is_open, is_answered)))
    fits(hosting.vacancy(session, VacancyQuestion(is_open, _BIG if is_answered else None)))


def test_a_card_names_each_host() -> None:
    first, *others, last = [f"<@{user_id}>" for user_id in (_BIG, *_CROWD[:4])]
    named = f"👋 Hosted by {', '.join([first, *others])} and {last}\n"
    assert named in (cards.card(_session()).description or "")


def test_choices_fit_and_keep_the_time_however_long_the_title() -> None:
    session = _session("x" * 80)
    for item in (
        Occurrence(date(2026, 3, 13), _NOW, False, True),
        Occurrence(date(2026, 3, 13), _NOW, True, False),
        Occurrence(date(2026, 3, 13), _NOW),
    ):
        label = choices.date_choice(session.meetup, item, None)
        assert len(label) <= 100
        assert "Mar 2026" in label
    label, value = choices.when_choice(parse_when("fri 9:30", _NOW, "America/Argentina/ComodRivadavia"), _NOW)
    assert len(value) <= 100
    assert label.endswith("in 4 days")


def test_offsets_of_every_kind_are_readable() -> None:
    series = Series(date(2026, 3, 13), time(9, 30), "Asia/Kathmandu", Weekly((4,)))
    assert "(UTC+5:45)" in planning.next_dates(series, [Occurrence(date(2026, 3, 13), _NOW)])
    assert "(UTC-3)" in planning.next_dates(_session().meetup.series, [Occurrence(date(2026, 3, 13), _NOW)])
    assert planning.next_dates(series, []) == "no more dates"
