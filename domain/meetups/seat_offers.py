"""Late seats: near the start a seat that becomes free is offered to one who waits, then to the next.

Whoever waits may have made other plans, and hears of a seat too late to come. So they are asked. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.durations import DAY_MIN, parse_minutes, write_minutes
from domain.errors import Refusal
from domain.meetups.rsvp import Answer, StoredAnswer, effective_answers, seat_members
from languages import gettext

LATE_MIN = 180
"""Minutes before the start from which seats are offered, unless an organiser says otherwise."""
_SHORTEST_LATE_MIN = 15
_NEVER = {"never", "no", "off", "0"}
LAST_MINUTES = timedelta(minutes=10)
"""The time before the start in which there is none left to ask: whoever says ✅ next gets a free seat."""
_LONGEST_OFFER, _SHORTEST_OFFER = timedelta(minutes=20), timedelta(minutes=5)
_SHARE = 3  # an offer takes a third of the time that is left: two more can be asked after it
_SECOND_THOUGHT = timedelta(minutes=1)  # who taps ✅ to say yes takes it away, and has to tap it once more


class OfferState(StrEnum):
    """What became of an offer; the values are stored."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class SeatOffer:
    """A seat that is held for a member who waits, until `ends_at`. Each gets one offer a date."""

    user_id: int
    offered_at: datetime
    ends_at: datetime
    state: OfferState = OfferState.OPEN

    @property
    def is_open(self) -> bool:
        """Returns whether the seat is held for the member."""
        return self.state is OfferState.OPEN


class SeatPhase(StrEnum):
    """How a seat that is free finds its member: as the start comes nearer, in this order."""

    GIVEN = "given"  # to whoever has waited longest, at once
    OFFERED = "offered"  # to one who waits after the other
    FIRST_COME = "first come"  # to whoever says ✅ next; nobody is moved or asked


def find_phase(starts_at: datetime, late_min: int, now: datetime, *, has_begun: bool) -> SeatPhase:
    """Returns how free seats of a date find their members now; `late_min` of 0: none is ever offered."""
    if has_begun:
        return SeatPhase.FIRST_COME
    if now < starts_at - timedelta(minutes=late_min) or late_min == 0:
        return SeatPhase.GIVEN
    return SeatPhase.OFFERED if now < starts_at - LAST_MINUTES else SeatPhase.FIRST_COME


def end_offer(now: datetime, starts_at: datetime) -> datetime:
    """Returns when a seat that is offered now is offered to the next: after 5 to 20 minutes."""
    return now + max(_SHORTEST_OFFER, min(_LONGEST_OFFER, (starts_at - now) / _SHARE))


class SharedSeats(NamedTuple):
    """The answers to a date with who has a seat, and the offers that have been made."""

    answers: list[StoredAnswer]
    offers: list[SeatOffer]


def share_seats(
    answers: Sequence[StoredAnswer],
    offers: Iterable[SeatOffer],
    capacity: int | None,
    phase: SeatPhase,
    now: datetime,
    starts_at: datetime,
    asking: Collection[int] = (),
) -> SharedSeats:
    """Returns who has a seat and to whom one is offered, once seats are not simply given any more.

    `answers` are all answers to the date, or all that can be touched where `capacity` is None for no limit.
    `asking` have said ✅ just now: they take the seat that is held for them, or one that nobody else is to be
    asked about. An offer counts as a seat that is taken. Nobody is offered a seat twice.
    """
    going = [mark for mark in effective_answers(answers) if mark.answer is Answer.GOING]
    said = {mark.user_id: mark for mark in effective_answers(answers)}
    known = {offer.user_id: _follow(offer, said.get(offer.user_id), now, starts_at) for offer in offers}
    taken = sum(mark.seats for mark in going if mark.is_seated)
    free = math.inf if capacity is None else capacity - taken
    held = _list_held(known.values(), said, free)
    free -= sum(_count_seats(offer, said) for offer in held)
    known = {user_id: offer for user_id, offer in known.items() if not offer.is_open or offer in held}
    seated = {mark.user_id for mark in going if mark.is_seated}
    for mark in (mark for mark in going if not mark.is_seated):
        offer, is_asking = known.get(mark.user_id), mark.user_id in asking
        if offer is not None and offer.is_open:
            if is_asking:
                seated.add(mark.user_id)
                known[mark.user_id] = replace(offer, state=OfferState.TAKEN)
        elif mark.seats > free:
            continue  # a group for which there is no room holds up nobody when time is short
        elif is_asking:
            seated.add(mark.user_id)
            free -= mark.seats
        elif offer is None and phase is SeatPhase.OFFERED:
            known[mark.user_id] = SeatOffer(mark.user_id, now, end_offer(now, starts_at))
            free -= mark.seats
    return SharedSeats(seat_members(answers, seated), list(known.values()))


def _follow(offer: SeatOffer, said: StoredAnswer | None, now: datetime, starts_at: datetime) -> SeatOffer:
    """Returns the offer after what its member has said since; None where they took their answer back."""
    if not offer.is_open:
        return offer
    if said is not None and said.answer is not Answer.GOING:
        return replace(offer, state=OfferState.DECLINED)
    if said is not None and said.is_seated:
        return replace(offer, state=OfferState.TAKEN)
    latest = starts_at if said is not None else min(now + _SECOND_THOUGHT, starts_at)
    offer = replace(offer, ends_at=min(offer.ends_at, latest))
    return offer if now < offer.ends_at else replace(offer, state=OfferState.EXPIRED)


def _list_held(offers: Iterable[SeatOffer], said: Mapping[int, StoredAnswer], free: float) -> list[SeatOffer]:
    """Returns the open offers for which there are seats, the oldest first, in case there are fewer now."""
    held = []
    for offer in sorted((one for one in offers if one.is_open), key=lambda one: one.offered_at):
        free -= _count_seats(offer, said)
        if free >= 0:
            held.append(offer)
    return held


def _count_seats(offer: SeatOffer, said: Mapping[int, StoredAnswer]) -> int:
    """Returns how many seats are held: with the member's guests, unless they took their answer back."""
    return said[offer.user_id].seats if offer.user_id in said else 1


def read_late(text: str) -> int | None:
    """Returns from how many minutes before the start seats are offered: 0 for `never`, None for the usual.

    Raises Refusal where the text is no length of time, or outside 15 minutes to a day.
    """
    typed = text.strip().casefold()
    if not typed or typed in _NEVER or typed == gettext("never").casefold():
        return 0 if typed else None
    minutes = parse_minutes(text, ("3h", "90m"))
    if not _SHORTEST_LATE_MIN <= minutes <= DAY_MIN:
        raise Refusal(
            gettext(
                "Seats are offered from at most a day before the start, and at least 15 minutes. Try `3h`, "
                "or `never`."
            )
        )
    return minutes


def write_late(late_min: int | None) -> str:
    """Returns the setting as organisers type it; `read_late` reads it back."""
    if late_min is None:
        return ""
    return write_minutes(late_min) if late_min else gettext("never")
