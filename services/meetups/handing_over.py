"""Handing a meetup over: it is offered to another member, who hosts it once they say yes."""

from __future__ import annotations

from datetime import datetime

from db import leavers, meetup_hosts
from db.values import to_ms
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import MeetupId
from domain.meetups.hosting import OFFER_LASTS, HostOffer
from domain.meetups.meetup import DateRef, Meetup
from domain.notices import NoticeKind
from languages import gettext
from services.meetups import host_notices, host_questions, hosting
from services.meetups.finding import get_meetup, may_plan
from services.transaction import Transaction


def find_offer(tx: Transaction, meetup: Meetup) -> HostOffer | None:
    """Returns the offer of the meetup that can still be answered; None where there is none."""
    offer = meetup_hosts.find_offer(tx.connection, meetup.id)
    return offer if offer is not None and tx.now < offer.until else None


def may_hand_over(tx: Transaction, actor: Actor, meetup: Meetup) -> bool:
    """Returns whether the meetup is the member's to hand over: that of its first host, and of managers.

    Where nobody hosts it, everybody who may plan can. Who hosts it beside the first host cannot: a yes would
    put the first host out.
    """
    return actor.may_edit(meetup.host_id) or (may_plan(tx, actor) and not host_notices.has_host(tx, meetup))


def get_own(tx: Transaction, actor: Actor, ref: DateRef) -> Meetup:
    """Returns the meetup, if the member may hand it over.

    Raises Refusal where they may not, or as `hosting.get_shareable` does.
    """
    meetup = hosting.get_shareable(tx, actor, ref)
    if not may_hand_over(tx, actor, meetup):
        raise Refusal(
            gettext("Its first host can hand it over, or a member with Manage Events. You can *Step down*.")
        )
    return meetup


def hand_over(tx: Transaction, actor: Actor, ref: DateRef, successor: Actor) -> HostOffer | None:
    """Offers the meetup to `successor`, and returns the offer; who picks themselves hosts it at once: None.

    They are asked in the meetup's thread. Raises Refusal where they host it already or may not plan, somebody
    is asked already, or as `get_own` does.
    """
    meetup = get_own(tx, actor, ref)
    cohost_ids = meetup_hosts.list_cohosts(tx.connection, meetup.id)
    is_own = successor.user_id == actor.user_id
    if successor.user_id == meetup.host_id or (is_own and actor.user_id in cohost_ids):
        raise Refusal(gettext("They host it already."))
    check_may_plan(tx, successor)
    if is_own:
        taken = hosting.set_hosts(tx, meetup, actor.user_id, cohost_ids)
        _notify(tx, taken, NoticeKind.HAS_NEW_HOST, meetup.host_id)
        return None
    if find_offer(tx, meetup) is not None:
        raise Refusal(gettext("Somebody is asked already. *Take the offer back* first, please."))
    offer = HostOffer(meetup.id, successor.user_id, actor.user_id, tx.now)
    host_questions.end_offer(tx, meetup.id)
    meetup_hosts.save_offer(tx.connection, offer)
    host_questions.ask_member(tx, meetup, offer)
    return offer


def take_back(tx: Transaction, actor: Actor, ref: DateRef) -> None:
    """Takes the offer back, if it is still open. Raises Refusal as `get_own` does."""
    host_questions.end_offer(tx, get_own(tx, actor, ref).id)


def accept(tx: Transaction, actor: Actor, meetup_id: MeetupId) -> Meetup:
    """Makes the member to whom the meetup is offered its first host, and returns it; who was it is out.

    Raises Refusal where it is not offered to them any more, or they may not plan any more.
    """
    meetup = get_meetup(tx, actor.guild_id, meetup_id)
    if meetup.host_id == actor.user_id:
        return meetup  # pressed twice
    offer = _get_own_offer(tx, actor, meetup)
    hosting.check_may_host(tx, actor)
    cohost_ids = meetup_hosts.list_cohosts(tx.connection, meetup.id)
    others = [user_id for user_id in cohost_ids if user_id != actor.user_id]
    accepted = hosting.set_hosts(tx, meetup, actor.user_id, others, said_yes=True)
    for user_id in {meetup.host_id, offer.offered_by} - {actor.user_id}:
        _notify(tx, accepted, NoticeKind.HAS_NEW_HOST, user_id)
    return accepted


def decline(tx: Transaction, actor: Actor, meetup_id: MeetupId) -> Meetup:
    """Ends the offer to the member, and returns the meetup; who asked hears of it in private.

    Raises Refusal where it is not offered to them any more.
    """
    meetup = get_meetup(tx, actor.guild_id, meetup_id)
    offer = _get_own_offer(tx, actor, meetup)
    host_questions.end_offer(tx, meetup.id)
    _notify(tx, meetup, NoticeKind.OFFER_ENDED, offer.offered_by)
    return meetup


def _get_own_offer(tx: Transaction, actor: Actor, meetup: Meetup) -> HostOffer:
    offer = find_offer(tx, meetup)
    if offer is None:
        raise Refusal(gettext("That is settled by now: nobody is asked any more."))
    if offer.user_id != actor.user_id:
        raise Refusal(gettext("That question is for somebody else."))
    return offer


def check_may_plan(tx: Transaction, successor: Actor) -> None:
    """Raises Refusal where who was picked may not plan meetups."""
    if not may_plan(tx, successor):
        raise Refusal(
            gettext(
                "They may not plan meetups here yet: that needs Manage Events, or a role that the organiser "
                "allows with `/longtable set`."
            )
        )


def list_asked(tx: Transaction, guild_id: int) -> set[int]:
    """Returns the ids of members of the guild who are asked to host a meetup."""
    return meetup_hosts.list_asked(tx.connection, guild_id)


def end_offers_to(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Ends what is offered to a member who leaves; who asked hears of it in private."""
    for meetup, offer in meetup_hosts.list_offers(tx.connection, guild_id, user_id):
        host_questions.end_offer(tx, meetup.id)
        _notify(tx, meetup, NoticeKind.OFFER_ENDED, offer.offered_by)


def end_old_offers(tx: Transaction) -> None:
    """Ends the offers that nobody has answered for a week; who asked hears of it in private."""
    for meetup, offer in meetup_hosts.list_old_offers(tx.connection, to_ms(tx.now - OFFER_LASTS)):
        host_questions.end_offer(tx, meetup.id)
        _notify(tx, meetup, NoticeKind.OFFER_ENDED, offer.offered_by)


def has_old_offers(tx: Transaction) -> bool:
    """Returns whether an offer has come to its end."""
    return meetup_hosts.has_old_offer(tx.connection, to_ms(tx.now - OFFER_LASTS))


def next_end_at(tx: Transaction) -> datetime | None:
    """Returns when the next offer comes to its end; None where there is none."""
    oldest = meetup_hosts.find_oldest_offer(tx.connection)
    return oldest + OFFER_LASTS if oldest is not None else None


def _notify(tx: Transaction, meetup: Meetup, kind: NoticeKind, user_id: int) -> None:
    if user_id and not leavers.is_missing(tx.connection, meetup.guild_id, user_id):
        hosting.notify(tx, meetup, kind, user_id)
