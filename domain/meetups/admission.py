"""Who may answer a date, and until when: whether an answer is taken. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from domain.durations import DAY_MIN, describe_minutes, parse_minutes, write_minutes
from domain.errors import Refusal
from domain.meetups.meetup import MeetupDate, MeetupDetails
from domain.meetups.rsvp import Answer
from languages import gettext

MOST_GUESTS = 2
MOST_ROLES = 10
_LONGEST_LEAD_MIN = 30 * DAY_MIN


class AnswerRefusal(StrEnum):
    """Why an answer is not taken; the values are stored."""

    CLOSED = "closed"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Answering:
    """A member who answers: with which roles, what they had answered before, and what they answer now.

    `is_host` says that they host the date, `is_asked` that a seat is on offer to them.
    """

    role_ids: Collection[int]
    before: Answer | None
    wanted: Answer
    is_host: bool = False
    is_asked: bool = False


def find_refusal(details: MeetupDetails, day: MeetupDate, one: Answering) -> AnswerRefusal | None:
    """Returns why the answer is not taken; None where it is. `details` are those of the meetup on that day.

    What somebody has answered stands, whatever becomes of their roles, and they may always say that they
    cannot come: so nobody keeps a seat that they do not need. Hosts need no role, and whoever is offered a
    seat has waited for it since before.
    """
    if one.wanted is one.before or (one.is_asked and one.wanted is Answer.GOING):
        return None
    is_without_role = lacks_role(details, one.role_ids) and not one.is_host
    if is_without_role and (one.before is None or one.wanted is not Answer.NO):
        return AnswerRefusal.ROLE
    return AnswerRefusal.CLOSED if day.is_closed and one.wanted is not Answer.NO else None


def lacks_role(details: MeetupDetails, role_ids: Collection[int]) -> bool:
    """Returns whether answers are for roles of which somebody with these has none."""
    return bool(details.answer_role_ids) and set(details.answer_role_ids).isdisjoint(role_ids)


def read_answers_until(text: str) -> int | None:
    """Returns how many minutes before the start answers end; None, where nothing was typed, for never.

    `start` is 0. Raises Refusal where the text cannot be read, or it is above 30 days.
    """
    typed = text.strip()
    if not typed:
        return None
    at_start = {"start", "0", gettext("at the start").casefold()}
    minutes = 0 if typed.casefold() in at_start else parse_minutes(typed, ("1 day", "2h"))
    if minutes > _LONGEST_LEAD_MIN:
        raise Refusal(gettext("Answers can end at most 30 days before the start. Try `1 day` or `2h`."))
    return minutes


def write_answers_until(until_min: int | None) -> str:
    """Returns how long before the start answers end as hosts type it; `read_answers_until` reads it back."""
    if until_min is None:
        return ""
    return write_minutes(until_min) if until_min else "start"


def check_guests(most: int) -> int:
    """Returns how many guests each may bring. Raises Refusal outside none to two."""
    if not 0 <= most <= MOST_GUESTS:
        raise Refusal(gettext("Each may bring {most} guests at most.", most=MOST_GUESTS))
    return most


def check_time_to_answer(details: MeetupDetails) -> None:
    """Raises Refusal where answers would end before the meetup is announced."""
    until_min, announced_min = details.answers_until_min, max(details.pings_min, default=0)
    if until_min is not None and announced_min == 0:
        raise Refusal(
            gettext(
                "It is announced at the start, so answers can't end by then. Have it announced earlier, or "
                "leave empty until when to answer."
            )
        )
    if until_min is not None and until_min >= announced_min:
        raise Refusal(
            gettext(
                "It is announced {announced} before the start, so answers can't end {until} before. Have "
                "them end later, or have it announced earlier.",
                announced=describe_minutes(announced_min),
                until=describe_minutes(until_min),
            )
        )
