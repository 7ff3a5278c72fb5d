"""A meetup like an earlier one: planning begins with all that the other has, but for its dates."""

from __future__ import annotations

from dataclasses import replace

from db import meetups
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import MeetupId
from domain.meetups.meetup import Meetup
from domain.meetups.request import MeetupRequest, RequestKind, write_request
from languages import gettext
from services.meetups import drafting, planning
from services.meetups.drafting import OpenRequest
from services.transaction import Transaction


def begin(tx: Transaction, actor: Actor, meetup_id: MeetupId) -> tuple[MeetupId, OpenRequest]:
    """Keeps what a new meetup like this one is to be, but for its time.

    Returns the id under which that is kept, and what the form is filled with. Raises Refusal where there is
    no such meetup, or the member may not plan.
    """
    planning.choose_channel(tx, actor, 0)
    request = replace(_describe(_get(tx, actor, meetup_id)), when="")
    opened = OpenRequest(RequestKind.PLAN, MeetupRequest(), request)
    return drafting.keep_refused(tx, actor, opened, None).id, opened


def describe(tx: Transaction, actor: Actor, meetup_id: MeetupId) -> MeetupRequest:
    """Returns what a draft takes over of this meetup: all but its title and its dates.

    Raises Refusal where there is no such meetup.
    """
    like = _describe(_get(tx, actor, meetup_id))
    return replace(like, title=None, when=None, repeats=None, zone=None)


def _describe(meetup: Meetup) -> MeetupRequest:
    return write_request(meetup, meetup.series.first_on)


def _get(tx: Transaction, actor: Actor, meetup_id: MeetupId) -> Meetup:
    """Returns the meetup, also a cancelled one. Raises Refusal where there is none for everybody."""
    meetup = meetups.find_meetup(tx.connection, actor.guild_id, meetup_id)
    if meetup is None or meetup.circle_id is not None:
        raise Refusal(gettext("I don't know that meetup. Pick one from the list, please."))
    return meetup
