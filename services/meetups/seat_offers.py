"""What a member does with a seat that is offered to them."""

from __future__ import annotations

from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import DateId
from domain.meetups.meetup import Session
from domain.meetups.rsvp import Answer
from domain.meetups.series import DateStatus
from languages import gettext
from services.meetups import answers
from services.meetups.admission import check_admitted
from services.meetups.answers import RsvpChange
from services.meetups.finding import get_session
from services.transaction import Transaction


def take(tx: Transaction, actor: Actor, date_id: DateId, user_id: int) -> tuple[RsvpChange, Session]:
    """Says ✅ for the member, who so takes the seat that is offered to `user_id`.

    Once the offer is over that is a ✅ like any other. Returns what `answers.answer` does. Raises Refusal
    where the offer is for somebody else, the date is over or called off, or the ✅ is not taken any more.
    """
    session = _get_session(tx, actor, date_id, user_id)
    check_admitted(tx, actor, session.meetup, session.date, Answer.GOING)
    return answers.store_answer(tx, user_id, session.meetup, session.date, Answer.GOING)


def decline(tx: Transaction, actor: Actor, date_id: DateId, user_id: int) -> tuple[RsvpChange, Session]:
    """Says ❌ for the member, so that the seat goes on to the next. Returns what `answers.answer` does.

    Raises Refusal where the offer is over or for somebody else, or the date is over or called off.
    """
    session = _get_session(tx, actor, date_id, user_id)
    if session.find_offer(user_id) is None:
        raise Refusal(gettext("This offer is over already. A ❌ under the card says that you can't come."))
    return answers.store_answer(tx, user_id, session.meetup, session.date, Answer.NO)


def _get_session(tx: Transaction, actor: Actor, date_id: DateId, user_id: int) -> Session:
    session = get_session(tx, actor.guild_id, date_id)
    if actor.user_id != user_id:
        raise Refusal(
            gettext(
                "This seat is on offer to somebody else. A ✅ under the card puts you in line, and when it "
                "is your turn I ask you."
            )
        )
    if session.date.status is not DateStatus.PLANNED:
        raise Refusal(gettext("That date does not take place. `/meetup list` shows the ones that do."))
    if session.ends_at <= tx.now:
        raise Refusal(gettext("That date is over. Pick a later one, please."))
    return session
