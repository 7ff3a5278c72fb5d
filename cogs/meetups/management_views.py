"""Rows of buttons for hosts: under a draft, on the page of a meetup, under what they are asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import discord

from cogs.buttons import BLUE, GREEN, GREY, RED, ROW_LENGTH, ButtonSpec, button_view, make_select, rows_view
from cogs.custom_ids import (
    ANNOUNCE_MEETUP,
    ANSWER_OFFER,
    ASK_CANCEL,
    ATTENDANCE,
    CANCEL_MEETUP,
    COPY_MEETUP,
    CORRECT_ATTENDANCE,
    DISCARD_MEETUP,
    EDIT_MEETUP,
    GUEST_LIST,
    HAND_OVER,
    HOSTS,
    KEEP_MEETUP,
    LIKE_EARLIER,
    MANAGE,
    MANAGE_ANOTHER,
    MOVE_DATE,
    ONE_DATE,
    OPEN_FORM,
    PICK_READING,
    RESTORE_DATE,
    ROTATE,
    SAVE_MEETUP,
    SHOW_AGENDA,
    SKIP_DATE,
    START_SESSION,
    STEP_DOWN,
    TAKE_BACK_OFFER,
    TAKE_OVER,
    CustomId,
)
from cogs.ui import markup
from cogs.ui.meetups.choices import date_choice
from cogs.ui.meetups.descriptions import earlier_choice
from domain.ids import MeetupId
from domain.meetups.meetup import DateRef, Meetup, Session
from domain.meetups.request import MeetupForm
from languages import gettext, gettext_noop
from services.meetups.managing import HostAction, ManagedDate

_MOST_LINES = 4  # of buttons, above a menu
_MOST_READINGS, _READING_LENGTH = 4, 80  # rows but one; Discord's limit for a label
_ON_A_DATE: dict[HostAction, tuple[str, CustomId, discord.ButtonStyle]] = {
    HostAction.MOVE: (gettext_noop("Move"), MOVE_DATE, GREY),
    HostAction.ONE_DATE: (gettext_noop("Only this date"), ONE_DATE, GREY),
    HostAction.SKIP: (gettext_noop("Skip"), SKIP_DATE, GREY),
    HostAction.RESTORE: (gettext_noop("Restore"), RESTORE_DATE, GREY),
    HostAction.START: (gettext_noop("Start"), START_SESSION, GREEN),
}
_ABOUT_A_DATE: dict[HostAction, tuple[str, CustomId, discord.ButtonStyle]] = {
    HostAction.AGENDA: (gettext_noop("Agenda"), SHOW_AGENDA, GREY),
    HostAction.GUEST_LIST: (gettext_noop("Guest list"), GUEST_LIST, GREY),
    HostAction.ATTENDANCE: (gettext_noop("Attendance"), ATTENDANCE, GREY),
}
_ON_ALL_DATES: dict[HostAction, tuple[str, CustomId, discord.ButtonStyle]] = {
    HostAction.ROTATE: (gettext_noop("Venues in turn"), ROTATE, GREY),
    HostAction.HOSTS: (gettext_noop("Hosts"), HOSTS, GREY),
    HostAction.HAND_OVER: (gettext_noop("Hand over"), HAND_OVER, GREY),
    HostAction.TAKE_BACK_OFFER: (gettext_noop("Take the offer back"), TAKE_BACK_OFFER, GREY),
    HostAction.STEP_DOWN: (gettext_noop("Step down"), STEP_DOWN, GREY),
    HostAction.COPY: (gettext_noop("Copy"), COPY_MEETUP, GREY),
    HostAction.CANCEL: (gettext_noop("Cancel"), ASK_CANCEL, RED),
}


def draft_buttons(draft_id: MeetupId, earlier: Sequence[Meetup]) -> discord.ui.View:
    """Returns *Save*, *Announce now* and *Discard*, what opens the forms of a draft, and earlier meetups."""
    return rows_view(
        [
            (gettext("Save"), SAVE_MEETUP.make(draft_id), GREEN),
            (gettext("Announce now"), ANNOUNCE_MEETUP.make(draft_id), BLUE),
            (gettext("Discard"), DISCARD_MEETUP.make(draft_id), GREY),
        ],
        [(label, OPEN_FORM.make(form, draft_id), GREY) for form, label in _form_labels()],
        selects=make_select(
            LIKE_EARLIER.make(draft_id),
            gettext("Like an earlier meetup …"),
            [(str(meetup.id), earlier_choice(meetup)) for meetup in earlier],
        ),
    )


def changed_buttons(session: Session) -> discord.ui.View:
    """Returns what opens the forms of a meetup that is saved, and the way to the page of the date."""
    ref = DateRef(session.meetup.id, session.date.on)
    return button_view(*_edit_specs(session.meetup), (gettext("Back"), MANAGE.make(ref), GREY))


def _edit_specs(meetup: Meetup) -> list[ButtonSpec]:
    """Returns a button for each form; a circle's meetup stays in its thread, and is for its members."""
    return [
        (label, EDIT_MEETUP.make(form, meetup.id), GREY)
        for form, label in _form_labels()
        if meetup.circle_id is None or form not in {MeetupForm.ANNOUNCEMENT, MeetupForm.ANSWERS}
    ]


def announce_button(draft_id: MeetupId) -> discord.ui.View:
    """Returns *Announce now*, for what was just saved."""
    return button_view((gettext("Announce now"), ANNOUNCE_MEETUP.make(draft_id), BLUE))


def refused_buttons(
    refused_id: MeetupId, forms: Collection[MeetupForm], readings: Sequence[str], ref: DateRef | None
) -> discord.ui.View:
    """Returns a button for each reading of a time, and those that open the forms as they were filled in.

    `ref` is the date to whose page *Back* leads; None for a new meetup.
    """
    rows = [
        [(markup.cut(label, _READING_LENGTH), PICK_READING.make(refused_id, index), BLUE)]
        for index, label in enumerate(readings[:_MOST_READINGS])
    ]
    opening = [
        (label, OPEN_FORM.make(form, refused_id), GREY) for form, label in _form_labels() if form in forms
    ]
    back = [(gettext("Back"), MANAGE.make(ref), GREY)] if ref is not None else []
    return rows_view(*rows, [*opening, *back])


def _form_labels() -> list[tuple[MeetupForm, str]]:
    return [
        (MeetupForm.BASICS, gettext("✏️ Edit")),
        (MeetupForm.MORE, gettext("Seats and more")),
        (MeetupForm.ANNOUNCEMENT, gettext("Announcement")),
        (MeetupForm.ANSWERS, gettext("Guests, answers")),
        (MeetupForm.DESCRIPTION, gettext("Description, picture")),
    ]


def cancel_buttons(ref: DateRef, version: int) -> discord.ui.View:
    """Returns *Cancel* and *Keep*; `version` is that of the meetup as the member sees it."""
    return button_view(
        (gettext("Cancel all dates"), CANCEL_MEETUP.make(ref, version), RED),
        (gettext("Keep it"), KEEP_MEETUP.make(), GREY),
    )


def management_view(page: ManagedDate) -> discord.ui.View:
    """Returns a button for all that can be done with a date now, and the menu of its meetup's dates.

    What is about this date stands before what is about all.
    """
    of_date, about_date, of_series = (
        [
            (gettext(label), kind.make(page.ref), style)
            for action, (label, kind, style) in actions.items()
            if action in page.actions
        ]
        for actions in (_ON_A_DATE, _ABOUT_A_DATE, _ON_ALL_DATES)
    )
    edits = _edit_specs(page.session.meetup) if HostAction.EDIT in page.actions else []
    view = rows_view(*_packed(of_date, about_date, edits, of_series))
    if len(page.dates) > 1:
        view.add_item(_date_menu(page))
    return view


def _packed(
    of_date: list[ButtonSpec],
    about_date: list[ButtonSpec],
    edits: list[ButtonSpec],
    of_series: list[ButtonSpec],
) -> list[list[ButtonSpec]]:
    """Returns the rows, run together as far as they would leave no room for the menu below them."""
    ways = (
        [of_date, about_date, edits, of_series],
        [of_date + about_date, edits, of_series],
        [of_date + about_date, edits + of_series],
    )
    fitting = (rows for rows in ways if sum(-(-len(row) // ROW_LENGTH) for row in rows) <= _MOST_LINES)
    return next(fitting, [of_date + about_date + edits + of_series])


def _date_menu(page: ManagedDate) -> discord.ui.Select[Any]:
    meetup = page.session.meetup
    options = [
        discord.SelectOption(
            label=date_choice(meetup, occurrence, page.zone),
            value=occurrence.on.isoformat(),
            default=occurrence.on == page.ref.on,
        )
        for occurrence in page.dates
    ]
    return discord.ui.Select(custom_id=MANAGE_ANOTHER.make(meetup.id), options=options)


def attendance_buttons(ref: DateRef) -> discord.ui.View:
    """Returns *Correct it*, and the way back to the page of the date."""
    return button_view(
        (gettext("Correct it"), CORRECT_ATTENDANCE.make(ref), BLUE),
        (gettext("Back"), MANAGE.make(ref), GREY),
    )


def offer_buttons(meetup: Meetup) -> discord.ui.View:
    """Returns yes and no, for the member to whom the meetup is offered."""
    return button_view(
        (gettext("Yes, I'll host it"), ANSWER_OFFER.make("yes", meetup.id), GREEN),
        (gettext("No, thanks"), ANSWER_OFFER.make("no", meetup.id), GREY),
    )


def take_over_button(meetup: Meetup) -> discord.ui.View:
    """Returns the button for whoever would host a meetup that nobody hosts."""
    return button_view((gettext("I'll host it"), TAKE_OVER.make(meetup.id), GREEN))
