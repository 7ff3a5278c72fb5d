"""Drafts of meetups: a meetup between typing and saving is kept for a day, also over a restart."""

from __future__ import annotations

from dataclasses import dataclass

from db import meetup_drafts, meetups
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import MeetupId
from domain.meetups.meetup import Meetup, Session
from domain.meetups.series import Occurrence, list_upcoming
from languages import gettext
from services import retention
from services.meetups import planning
from services.meetups.finding import SHOWN_DATES
from services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class MeetupDraft:
    """A meetup as it would be saved, with its next dates."""

    meetup: Meetup
    upcoming: list[Occurrence]


def make_draft(
    tx: Transaction, actor: Actor, request: planning.MeetupRequest, channel_id: int
) -> MeetupDraft:
    """Stores and returns what was typed as a draft; without a channel of its own it is for `channel_id`.

    Raises Refusal where something cannot be read, or the member may not plan.
    """
    meetup = planning.make(tx, actor, request, channel_id)
    retention.forget_drafts(tx)
    meetup_drafts.insert_draft(tx.connection, meetup, tx.now_ms)
    return MeetupDraft(meetup, list_upcoming(meetup.series, {}, tx.now, SHOWN_DATES))


def save_draft(tx: Transaction, actor: Actor, draft_id: MeetupId) -> Session:
    """Makes a meetup of the member's own draft and opens its first date; doing it twice makes one meetup.

    Raises Refusal where the draft is forgotten, or the meetup is no longer possible.
    """
    return planning.save(tx, _get_own(tx, actor, draft_id))  # kept for a day: the button may be pressed twice


def discard_draft(tx: Transaction, actor: Actor, draft_id: MeetupId) -> None:
    """Deletes the member's own draft. Raises Refusal where it is saved or forgotten already."""
    _get_own(tx, actor, draft_id)
    if meetups.find_meetup(tx.connection, actor.guild_id, draft_id) is not None:
        raise Refusal(gettext("That meetup is saved already. `/meetup manage` has *Cancel*."))
    meetup_drafts.delete_draft(tx.connection, draft_id)


def _get_own(tx: Transaction, actor: Actor, draft_id: MeetupId) -> Meetup:
    meetup = meetup_drafts.find_draft(tx.connection, actor.guild_id, actor.user_id, draft_id)
    if meetup is None:
        raise Refusal(
            gettext("I have forgotten this draft, nothing was saved. Please `/meetup plan` it again.")
        )
    return meetup
