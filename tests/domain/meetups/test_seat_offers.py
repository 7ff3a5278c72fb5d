"""Late seats: offered one after another, held while they are, and never one too many."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refusal
from domain.meetups.rsvp import (
    Answer,
    GuestList,
    StoredAnswer,
    add_answers,
    bring_guests,
    make_guest_list,
    seat_waiting,
)
from domain.meetups.seat_offers import (
    LAST_MINUTES,
    OfferState,
    SeatOffer,
    SeatPhase,
    end_offer,
    find_phase,
    read_late,
    share_seats,
    write_late,
)

STARTS_AT = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
LATE_MIN = 180
ALICE, BOB, CHARLIE, DANA = 1, 2, 3, 4


@dataclass
class Date:
    """One date as its members and the clock treat it; what the bot does follows at once."""

    capacity: int
    now: datetime = STARTS_AT - timedelta(hours=2)
    answers: list[StoredAnswer] = field(default_factory=list)
    offers: list[SeatOffer] = field(default_factory=list)
    order: int = 0

    @property
    def guests(self) -> GuestList:
        return make_guest_list(self.answers)

    @property
    def phase(self) -> SeatPhase:
        return find_phase(STARTS_AT, LATE_MIN, self.now, has_begun=self.now >= STARTS_AT)

    @property
    def held(self) -> list[int]:
        return [offer.user_id for offer in self.offers if offer.is_open]

    def state(self, user_id: int) -> OfferState | None:
        return next((offer.state for offer in self.offers if offer.user_id == user_id), None)

    def say(self, user_id: int, answer: Answer | None) -> None:
        self.order += 1
        if answer is None:
            self.answers = [mark for mark in self.answers if mark.user_id != user_id]
        else:
            self.answers = add_answers(self.answers, [(user_id, answer)], self.order, is_reaction=True)
        self.look({user_id} if answer is Answer.GOING else set())

    def bring(self, user_id: int, guests: int) -> None:
        room = self.guests.find_room(user_id, self.capacity) or 0
        if user_id in (*self.guests.going, *self.guests.waitlist):
            self.answers = bring_guests(self.answers, user_id, min(guests, room))
            self.look({user_id})

    def count_taken(self) -> int:
        return self.guests.seats_taken + self.guests.count_seats(self.held)

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)
        self.look()

    def look(self, asking: set[int] | None = None) -> None:
        if self.phase is SeatPhase.GIVEN:
            self.answers, self.offers = seat_waiting(self.answers, self.capacity), []
            return
        self.answers, self.offers = share_seats(
            self.answers, self.offers, self.capacity, self.phase, self.now, STARTS_AT, asking or set()
        )


def _full(capacity: int, *waiting: int) -> Date:
    """A date two hours ahead whose seats are taken by others, and for which these wait."""
    date = Date(capacity)
    for user_id in [*range(100, 100 + capacity), *waiting]:
        date.say(user_id, Answer.GOING)
    assert date.guests.waitlist == waiting
    return date


def test_a_seat_is_held_for_the_first_then_for_the_next() -> None:
    date = _full(1, ALICE, BOB)
    date.say(100, Answer.NO)
    assert (date.held, date.guests.going) == ([ALICE], ())
    date.wait(minutes=19)
    assert date.held == [ALICE]
    date.wait(minutes=1)
    assert (date.held, date.state(ALICE)) == ([BOB], OfferState.EXPIRED)
    date.say(BOB, Answer.GOING)
    assert (date.guests.going, date.guests.waitlist) == ((BOB,), (ALICE,))
    assert date.state(BOB) is OfferState.TAKEN


def test_who_says_yes_waits_behind_what_is_on_offer_and_takes_what_nobody_is_to_be_asked_about() -> None:
    date = _full(1, ALICE)
    date.say(100, Answer.NO)
    date.say(BOB, Answer.GOING)
    assert date.guests.waitlist == (ALICE, BOB)
    date.wait(minutes=20)
    date.wait(minutes=20)
    assert (date.held, date.guests.going) == ([], ())
    date.say(CHARLIE, Answer.GOING)
    assert date.guests.going == (CHARLIE,)


def test_whoever_let_an_offer_pass_can_still_take_a_seat_that_stays_free() -> None:
    date = _full(1, ALICE)
    date.say(100, None)
    date.wait(minutes=30)
    date.say(ALICE, Answer.GOING)
    assert date.guests.going == (ALICE,)


def test_two_seats_are_offered_to_two_and_fewer_seats_to_the_first_of_them() -> None:
    date = _full(2, ALICE, BOB, CHARLIE)
    date.say(100, Answer.NO)
    date.wait(minutes=1)
    date.say(101, Answer.MAYBE)
    assert date.held == [ALICE, BOB]
    date.capacity = 1
    date.look()
    assert date.held == [ALICE]
    assert date.state(BOB) is None, "as if he had not been asked"
    date.capacity = 3
    date.look()
    assert date.held == [ALICE, BOB, CHARLIE]


def test_who_taps_the_reaction_away_has_a_minute_to_tap_it_again() -> None:
    date = _full(1, ALICE, BOB)
    date.say(100, Answer.NO)
    date.say(ALICE, None)
    assert date.held == [ALICE]
    date.wait(seconds=59)
    date.say(ALICE, Answer.GOING)
    assert date.guests.going == (ALICE,)
    date.say(ALICE, None)
    assert date.held == [BOB]
    date.say(BOB, None)
    date.wait(seconds=60)
    assert (date.held, date.state(BOB)) == ([], OfferState.EXPIRED)


def test_a_no_ends_an_offer_and_nobody_is_asked_twice() -> None:
    date = _full(1, ALICE, BOB)
    date.say(100, Answer.NO)
    date.say(ALICE, Answer.NO)
    assert (date.state(ALICE), date.held) == (OfferState.DECLINED, [BOB])
    date.say(ALICE, Answer.GOING)
    date.say(BOB, Answer.MAYBE)
    assert date.held == []
    assert date.guests.waitlist == (ALICE,)


def test_a_group_for_which_there_are_too_few_seats_is_passed_and_keeps_its_place() -> None:
    date = _full(2, ALICE, BOB)
    date.bring(ALICE, 1)
    date.say(100, Answer.NO)
    assert date.held == [BOB]
    date.say(BOB, Answer.NO)
    date.say(101, Answer.NO)
    assert (date.held, date.count_taken()) == ([ALICE], 2), "with room for both"
    date.say(CHARLIE, Answer.GOING)
    date.bring(ALICE, 0)
    assert (date.guests.going, date.held) == ((ALICE,), [CHARLIE])


@pytest.mark.parametrize(
    ("left_min", "lasts_min"), [(180, 20), (60, 20), (45, 15), (30, 10), (12, 5), (10.1, 5)]
)
def test_offers_are_shorter_near_the_start(left_min: float, lasts_min: int) -> None:
    now = STARTS_AT - timedelta(minutes=left_min)
    assert end_offer(now, STARTS_AT) - now == timedelta(minutes=lasts_min)
    assert end_offer(now, STARTS_AT) <= STARTS_AT


def test_in_the_last_minutes_and_afterwards_the_next_yes_gets_a_free_seat_and_nobody_is_moved() -> None:
    for left in (LAST_MINUTES, timedelta(0)):
        date = _full(1, ALICE)
        date.now = STARTS_AT - left
        date.say(100, Answer.NO)
        assert (date.held, date.guests.waitlist) == ([], (ALICE,))
        date.say(BOB, Answer.GOING)
        assert date.guests.going == (BOB,)


def test_at_the_start_every_offer_is_over_also_where_it_begins_early() -> None:
    date = _full(1, ALICE)
    date.say(100, Answer.NO)
    _, offers = share_seats(date.answers, date.offers, 1, SeatPhase.FIRST_COME, date.now, date.now)
    assert [offer.state for offer in offers] == [OfferState.EXPIRED]


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.integers(1, 7), st.sampled_from([*Answer, None])),
        st.timedeltas(timedelta(0), timedelta(minutes=50)),
        st.integers(1, 4),  # another number of seats
        st.tuples(st.integers(1, 7), st.integers(0, 2)),  # guests
    ),
    max_size=60,
)


@given(_STEPS, st.integers(1, 4), st.integers(0, 240))
def test_seats_are_never_too_many_and_none_is_idle_while_somebody_is_to_be_asked(
    steps: list[tuple[int, Answer | int | None] | timedelta | int], capacity: int, left_min: int
) -> None:
    date = Date(capacity, STARTS_AT - timedelta(minutes=left_min))
    for step in steps:
        before, line = set(date.guests.going), date.guests.waitlist
        asked_before = {offer.user_id for offer in date.offers}
        if isinstance(step, timedelta):
            date.wait(seconds=step.total_seconds())
        elif isinstance(step, int):
            date.capacity = step
            date.look()
        elif isinstance(step[1], int):
            date.bring(step[0], step[1])
        else:
            date.say(step[0], step[1])
        going, asked = set(date.guests.going), {offer.user_id for offer in date.offers}
        taken, gained = date.count_taken(), going - before
        assert taken <= date.capacity or not gained, "nobody is seated where there is no room"
        assert taken <= date.capacity or not date.held, "nor asked"
        assert all(offer.ends_at <= STARTS_AT for offer in date.offers)
        assert all(date.now < offer.ends_at for offer in date.offers if offer.is_open)
        left_out = [user_id for user_id in date.guests.waitlist if user_id not in asked]
        if date.phase is SeatPhase.OFFERED:
            fitting = [one for one in left_out if taken + date.guests.count_seats([one]) <= date.capacity]
            assert not fitting, "no seat is idle"
            newly = [user_id for user_id in line if user_id in asked - asked_before]
            passed = [one for one in left_out if one in line and one not in date.guests.brought]
            assert not newly or not passed or line.index(newly[-1]) < line.index(passed[0]), "in order"
        if date.phase is not SeatPhase.GIVEN:
            acting = {step[0]} if isinstance(step, tuple) else set()
            assert gained <= acting, "nobody is moved"


@pytest.mark.parametrize(
    ("typed", "late_min", "written"),
    [("", None, ""), ("never", 0, "never"), ("0", 0, "never"), ("3h", 180, "3h"), ("90 min", 90, "1h30m")],
)
def test_how_early_seats_are_offered_is_read_and_written(
    typed: str, late_min: int | None, written: str
) -> None:
    assert read_late(typed) == late_min
    assert write_late(late_min) == written
    assert read_late(written) == late_min


@pytest.mark.parametrize("typed", ["2 days", "5m", "soon", "3"])
def test_what_is_no_such_time_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        read_late(typed)
