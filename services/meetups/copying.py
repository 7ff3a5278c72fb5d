"""A meetup like an earlier one: planning begins with all that the other has, but for its dates.

Each function is given which channels the member can see: what is announced in others is not theirs to know,
and nothing of theirs is announced there.
"""

from __future__ import annotations

from collections.abc import Callable
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
from services.meetups.finding import may_edit
from services.transaction import Transaction

SeesChannel = Callable[[int], bool]


def begin(
    tx: Transaction, actor: Actor, meetup_id: MeetupId, sees: SeesChannel
) -> tuple[MeetupId, OpenRequest]:
    """Keeps what a new meetup like this one is to be, but for its time.

    Returns the id under which that is kept, and what the form is filled with. Raises Refusal where there is
    no such meetup that the member sees or may change, or they may not plan.
    """
    planning.choose_channel(tx, actor, 0)
    meetup = _get(tx, actor, meetup_id)
    is_seen = sees(meetup.details.channel_id)
    if not is_seen and not may_edit(tx, actor, meetup):
        raise _unknown()
    request = replace(_describe(meetup), when="")
    opened = OpenRequest(
        RequestKind.PLAN, MeetupRequest(), request if is_seen else replace(request, channel_id=None)
    )
    return drafting.keep_refused(tx, actor, opened, None).id, opened


def describe(tx: Transaction, actor: Actor, meetup_id: MeetupId, sees: SeesChannel) -> MeetupRequest:
    """Returns what a draft takes over of this meetup: all but its title and its dates.

    Raises Refusal where there is no such meetup that the member sees.
    """
    meetup = _get(tx, actor, meetup_id)
    if not sees(meetup.details.channel_id):
        raise _unknown()
    return replace(_describe(meetup), title=None, when=None, repeats=None, zone=None)


def _describe(meetup: Meetup) -> MeetupRequest:
    return write_request(meetup, meetup.series.first_on)


def _get(tx: Transaction, actor: Actor, meetup_id: MeetupId) -> Meetup:
    """Returns the meetup, also a cancelled one. Raises Refusal where there is none for everybody."""
    meetup = meetups.find_meetup(tx.connection, actor.guild_id, meetup_id)
    if meetup is None or meetup.circle_id is not None:
        raise _unknown()
    return meetup


def _unknown() -> Refusal:
    return Refusal(gettext("I don't know that meetup. Pick one from the list, please."))
