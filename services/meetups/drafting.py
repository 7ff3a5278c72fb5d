"""Drafts of meetups: what is typed and not saved is kept for a day, also over a restart.

What was refused is kept as it was typed, so that it can be put right instead of typed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from db import meetup_dates, meetup_drafts, meetup_pictures, meetups, rotations
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import MeetupId, PictureId
from domain.meetups.meetup import DateRef, Meetup, MeetupPlace, Session
from domain.meetups.request import (
    MeetupRequest,
    RefusedRequest,
    RequestKind,
    write_request,
    write_start,
)
from domain.meetups.series import Occurrence, list_upcoming
from domain.times.parser import find_picked_rule
from languages import gettext
from services import retention
from services.meetups import changing, editing, one_date, planned_posts, planning, schedule
from services.meetups.admission import check_first_answerable
from services.meetups.changing import Changed, ChangedMeanwhile
from services.meetups.finding import (
    SHOWN_DATES,
    get_editable,
    get_meetup,
    get_occurrence,
    get_with_editable_date,
)
from services.transaction import Transaction

_MOST_EARLIER = 200  # of which the menu has as many as fit, and as the member sees


@dataclass(frozen=True, slots=True)
class MeetupDraft:
    """A meetup as it would be saved, with its next dates, and earlier ones, the latest first."""

    meetup: Meetup
    upcoming: list[Occurrence]
    earlier: list[Meetup]


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """What a form is filled with, and what that belongs to.

    `base` is the meetup in words as it stands, empty for a new one; `request` is what was typed over it.
    `version` is when the date that is moved starts, in minutes since 1970; else it is 0.
    """

    kind: RequestKind
    base: MeetupRequest
    request: MeetupRequest
    ref: DateRef | None = None
    version: int = 0

    @property
    def filled(self) -> MeetupRequest:
        """Returns the fields as the form shows them."""
        return self.request.over(self.base)

    def with_fields(self, filled: MeetupRequest) -> OpenRequest:
        """Returns it with these fields as the host sent the form."""
        return replace(self, request=filled.over(self.filled).since(self.base))


def make_draft(tx: Transaction, actor: Actor, request: MeetupRequest, channel_id: int) -> MeetupDraft:
    """Stores and returns what was typed as a draft; without a channel of its own it is for `channel_id`.

    Raises Refusal where something cannot be read, or the member may not plan.
    """
    return _keep(tx, planning.make(tx, actor, request, channel_id))


def change_draft(
    tx: Transaction, actor: Actor, draft_id: MeetupId, request: MeetupRequest, channel_id: int
) -> MeetupDraft:
    """Changes the fields of the member's own draft that are given, and returns it.

    What was refused before is made a draft with them. Raises Refusal where something cannot be read, or the
    draft is forgotten or saved already.
    """
    _check_open(tx, actor, draft_id)
    before = meetup_drafts.find_draft(tx.connection, actor.guild_id, actor.user_id, draft_id)
    if before is not None:
        return _keep(tx, planning.change(tx, before, request))
    return _keep(tx, replace(planning.make(tx, actor, request, channel_id), id=draft_id))


def _keep(tx: Transaction, meetup: Meetup) -> MeetupDraft:
    check_first_answerable(tx, meetup)
    retention.forget_drafts(tx)
    meetup_drafts.keep_draft(tx.connection, meetup, tx.now_ms)
    _keep_picture(tx, meetup.details.picture_id)
    earlier = meetups.list_latest(tx.connection, meetup.guild_id, _MOST_EARLIER)
    return MeetupDraft(meetup, list_upcoming(meetup.series, {}, tx.now, SHOWN_DATES), earlier)


def _keep_picture(tx: Transaction, picture_id: int | None) -> None:
    """Has a picture kept for as long as the draft that names it."""
    if picture_id:
        meetup_pictures.keep_for_draft(tx.connection, PictureId(picture_id), tx.now_ms)


def keep_refused(
    tx: Transaction,
    actor: Actor,
    opened: OpenRequest,
    draft_id: MeetupId | None,
    readings: Sequence[str] = (),
    *,
    is_stale: bool = False,
) -> RefusedRequest:
    """Stores and returns what was typed and refused, under the id of its draft, or one of its own.

    A host who was told that others have changed the meetup (`is_stale`) has seen it as it is now.
    """
    retention.forget_drafts(tx)
    base = None
    if draft_id is not None:
        base = meetup_drafts.find_draft(tx.connection, actor.guild_id, actor.user_id, draft_id)
    refused = RefusedRequest(
        draft_id or MeetupId(tx.new_id()),
        opened.kind,
        opened.request,
        opened.ref,
        base,
        tuple(readings),
        opened.base if opened.ref is not None else None,
        opened.version,
    )
    if is_stale and opened.ref is not None:
        as_it_is = _open_again(tx, actor, opened.kind, opened.ref)
        refused = replace(refused, seen=as_it_is.base, version=as_it_is.version)
    meetup_drafts.keep_refused(tx.connection, actor.guild_id, actor.user_id, refused, tx.now_ms)
    _keep_picture(tx, refused.request.picture_id)
    return refused


def open_draft(tx: Transaction, actor: Actor, draft_id: MeetupId) -> OpenRequest:
    """Returns what a form of the member's own draft, or of what was refused, is filled with.

    Raises Refusal where it is forgotten or saved already, or the member may not change the meetup.
    """
    _check_open(tx, actor, draft_id)
    refused = meetup_drafts.find_refused(tx.connection, actor.guild_id, actor.user_id, draft_id)
    if refused is None:
        return OpenRequest(RequestKind.PLAN, _in_words(_get_own(tx, actor, draft_id)), MeetupRequest())
    if refused.ref is not None:
        opened = _open_again(tx, actor, refused.kind, refused.ref)
        seen = refused.seen or opened.base
        return replace(opened, base=seen, request=refused.request, version=refused.version)
    base = _in_words(refused.base) if refused.base is not None else MeetupRequest()
    return OpenRequest(refused.kind, base, refused.request)


def open_reading(tx: Transaction, actor: Actor, draft_id: MeetupId, index: int) -> OpenRequest:
    """Returns what was refused, with one of the readings instead of the time and the rhythm that were typed.

    Raises Refusal as `open_draft` does, and where there is no such reading any more.
    """
    opened = open_draft(tx, actor, draft_id)
    refused = meetup_drafts.find_refused(tx.connection, actor.guild_id, actor.user_id, draft_id)
    if refused is None or index >= len(refused.readings):
        raise Refusal(gettext("That has been changed meanwhile. *Edit* shows how it stands."))
    request = replace(opened.request, when=refused.readings[index])
    if request.repeats and (rule := find_picked_rule(refused.readings[index])) is not None:
        request = replace(request, repeats=str(rule))
    return replace(opened, request=request)


def _open_again(tx: Transaction, actor: Actor, kind: RequestKind, ref: DateRef) -> OpenRequest:
    if kind is RequestKind.MOVE:
        return open_move(tx, actor, ref)
    if kind is RequestKind.ONE_DATE:
        return open_one_date(tx, actor, ref)
    return open_edit(tx, actor, ref.meetup_id, ref.on)


def begin_edit(tx: Transaction, actor: Actor, meetup_id: MeetupId) -> tuple[MeetupId, OpenRequest]:
    """Notes how the host sees the meetup who opens its form.

    Returns the id under which that is kept, and what the form is filled with. Raises Refusal as `open_edit`
    does.
    """
    opened = open_edit(tx, actor, meetup_id)
    return keep_refused(tx, actor, opened, None).id, opened


def edit(tx: Transaction, actor: Actor, ref: DateRef, seen: MeetupRequest, request: MeetupRequest) -> Changed:
    """Changes what the host has changed in the form; what others have changed since they saw it stays.

    Raises Refusal as `editing.edit` does, and ChangedMeanwhile where both have changed the same.
    """
    as_it_is = open_edit(tx, actor, ref.meetup_id, ref.on).base
    if as_it_is.since(seen).clashes_with(request):
        text = gettext("That meetup has been changed meanwhile. Have another look at it first.")
        raise ChangedMeanwhile(text)
    return editing.edit(tx, actor, ref.meetup_id, request)


def open_edit(tx: Transaction, actor: Actor, meetup_id: MeetupId, on: date | None = None) -> OpenRequest:
    """Returns what the form of a meetup is filled with: its fields, and the time of the date `on`.

    Where `on` is None, that is the next one of its series. Raises Refusal where there is no such meetup, or
    the member may not change it.
    """
    meetup = get_editable(tx, actor, meetup_id)
    if on is None:
        upcoming = list_upcoming(meetup.series, {}, tx.now, 1)
        on = upcoming[0].on if upcoming else meetup.series.first_on
    base = write_request(meetup, on)
    if rotations.list_rotation(tx.connection, meetup.guild_id, meetup.id):
        base = replace(base, place=MeetupPlace())  # any place that is named ends the round
    return OpenRequest(RequestKind.EDIT, base, MeetupRequest(), DateRef(meetup_id, on))


def open_move(tx: Transaction, actor: Actor, ref: DateRef) -> OpenRequest:
    """Returns what the form that moves a single date is filled with: when it starts now.

    Raises Refusal where there is no such date, it is over, or the member may not change it.
    """
    meetup = get_with_editable_date(tx, actor, ref)
    occurrence = get_occurrence(tx, meetup, ref)
    zone = meetup.series.zone
    base = MeetupRequest(when=write_start(occurrence.starts_at, zone), zone=zone)
    return OpenRequest(RequestKind.MOVE, base, MeetupRequest(), ref, changing.start_min(occurrence.starts_at))


def begin_one_date(tx: Transaction, actor: Actor, ref: DateRef) -> tuple[MeetupId, OpenRequest]:
    """Notes how the host sees the date who opens the form of what it has of its own.

    Returns the id under which that is kept, and what the form is filled with. Raises Refusal as
    `open_one_date` does.
    """
    opened = open_one_date(tx, actor, ref)
    return keep_refused(tx, actor, opened, None).id, opened


def open_one_date(tx: Transaction, actor: Actor, ref: DateRef) -> OpenRequest:
    """Returns what the form of a single date is filled with: all that it may have of its own.

    Raises Refusal as `one_date.look_at` does.
    """
    base = one_date.in_words(tx, *one_date.look_at(tx, actor, ref))
    return OpenRequest(RequestKind.ONE_DATE, base, MeetupRequest(), ref)


def save_draft(tx: Transaction, actor: Actor, draft_id: MeetupId) -> Session:
    """Makes a meetup of the member's own draft and opens its first date; doing it twice makes one meetup.

    Raises Refusal where the draft is forgotten, or the meetup is no longer possible.
    """
    return planning.save(tx, _get_own(tx, actor, draft_id))  # kept for a day: the button may be pressed twice


def save_and_announce(tx: Transaction, actor: Actor, draft_id: MeetupId) -> None:
    """Saves the member's own draft, if it is not yet, and has its first date announced at once.

    Raises Refusal where `save_draft` does, or no date is to come.
    """
    save_draft(tx, actor, draft_id)
    meetup = get_editable(tx, actor, draft_id)
    planned_posts.announce_now(tx, meetup)


def get_saved(tx: Transaction, actor: Actor, draft_id: MeetupId) -> Session:
    """Returns the first date of what the member's own draft was saved as. Raises Refusal where it was not."""
    meetup = get_meetup(tx, actor.guild_id, draft_id)
    meetup_date = meetup_dates.find_date(tx.connection, meetup.id, meetup.series.first_on)
    assert meetup_date is not None, "saving opens it"
    return schedule.load_session(tx, meetup, meetup_date)


def discard_draft(tx: Transaction, actor: Actor, draft_id: MeetupId) -> None:
    """Deletes the member's own draft. Raises Refusal where it is saved or forgotten already."""
    _check_open(tx, actor, draft_id)
    meetup_drafts.delete_draft(tx.connection, draft_id)


def _in_words(draft: Meetup) -> MeetupRequest:
    return write_request(draft, draft.series.first_on)


def _check_open(tx: Transaction, actor: Actor, draft_id: MeetupId) -> None:
    """Raises Refusal where the draft is not the member's own, forgotten, or saved already."""
    if meetup_drafts.find_refused(tx.connection, actor.guild_id, actor.user_id, draft_id) is None:
        _get_own(tx, actor, draft_id)
    if meetups.find_meetup(tx.connection, actor.guild_id, draft_id) is not None:
        raise Refusal(gettext("That meetup is saved already. `/meetup manage` changes it or calls it off."))


def _get_own(tx: Transaction, actor: Actor, draft_id: MeetupId) -> Meetup:
    meetup = meetup_drafts.find_draft(tx.connection, actor.guild_id, actor.user_id, draft_id)
    if meetup is None:
        raise Refusal(
            gettext(
                "This draft has expired, and nothing was saved. Please plan it again with `/meetup plan`."
            )
        )
    return meetup
