"""The buttons under messages and private replies about meetups."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import discord

from cogs.buttons import BLUE, GREEN, GREY, RED, ROW_LENGTH, ButtonSpec, button_view, make_select, rows_view
from cogs.custom_ids import (
    ACCEPT,
    ANNOUNCE_MEETUP,
    ANSWER_OFFER,
    ASK_CANCEL,
    ASK_FEEDBACK,
    ATTENDANCE,
    BRING,
    CANCEL_MEETUP,
    COPY_MEETUP,
    CORRECT_ATTENDANCE,
    DECIDE,
    DISCARD_MEETUP,
    EDIT_MEETUP,
    FEED,
    FEEDBACK,
    GUEST_LIST,
    HAND_OVER,
    HERE,
    HOSTS,
    KEEP_MEETUP,
    LIKE_EARLIER,
    MANAGE,
    MANAGE_ANOTHER,
    MOVE_DATE,
    MOVE_ITEM,
    NEXT_ROUND,
    ONE_DATE,
    OPEN_FORM,
    PICK_READING,
    PLAN_WINNER,
    POLL_VOTE,
    PROPOSE,
    RESTORE_DATE,
    ROTATE,
    ROUND_RESULT,
    SAVE_MEETUP,
    SEAT_OFFER,
    SET_GUESTS,
    SHOW_AGENDA,
    SKIP_DATE,
    START_SESSION,
    STEP_DOWN,
    TAKE_BACK_OFFER,
    TAKE_OVER,
    TRY_IDEA,
    CustomId,
)
from cogs.ui import markup
from cogs.ui.meetups.cards import why_closed
from cogs.ui.meetups.choices import date_choice
from cogs.ui.meetups.descriptions import earlier_choice
from cogs.ui.problems.cards import proposal_label
from cogs.ui.round_results import LABELS
from domain.errors import Refusal
from domain.ids import DateId, MeetupId, ProposalId
from domain.meetups.agenda import AgendaProblem, WishDirection
from domain.meetups.brainstorm import Discussion, RoundResult
from domain.meetups.meetup import DateRef, Meetup, Session
from domain.meetups.poll import MeetupPoll
from domain.meetups.request import MeetupForm
from domain.meetups.series import DateStatus
from languages import gettext, gettext_noop
from services.meetups.agendas import DateAgenda
from services.meetups.finding import MeetupOverview
from services.meetups.managing import HostAction, ManagedDate

_AGENDA_ROW = 4  # ▲ and ▼ of two items
_MOST_IDEAS = 20
_LABEL_LENGTH = 60
_MOST_LINES = 4  # of buttons, above a menu
_MOST_READINGS, _READING_LENGTH = 4, 80  # rows but one; Discord's limit for a label
_ON_A_DATE: dict[HostAction, tuple[str, CustomId, discord.ButtonStyle]] = {
    HostAction.MOVE: (gettext_noop("Move"), MOVE_DATE, GREY),
    HostAction.ONE_DATE: (gettext_noop("This date"), ONE_DATE, GREY),
    HostAction.SKIP: (gettext_noop("Skip"), SKIP_DATE, GREY),
    HostAction.RESTORE: (gettext_noop("Restore"), RESTORE_DATE, GREY),
    HostAction.START: (gettext_noop("Start"), START_SESSION, GREEN),
}
_ABOUT_A_DATE: dict[HostAction, tuple[str, CustomId, discord.ButtonStyle]] = {
    HostAction.AGENDA: (gettext_noop("Agenda"), SHOW_AGENDA, GREY),
    HostAction.GUEST_LIST: (gettext_noop("List"), GUEST_LIST, GREY),
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
        (MeetupForm.ANSWERS, gettext("Who may answer")),
        (MeetupForm.DESCRIPTION, gettext("Description, picture")),
    ]


def cancel_buttons(ref: DateRef, version: int) -> discord.ui.View:
    """Returns *Cancel* and *Keep*; `version` is that of the meetup as the member sees it."""
    return button_view(
        (gettext("Cancel all dates"), CANCEL_MEETUP.make(ref, version), RED),
        (gettext("Keep it"), KEEP_MEETUP.make(), GREY),
    )


def overview_buttons(overview: MeetupOverview, ref: DateRef, user_id: int) -> discord.ui.View | None:
    """Returns the buttons under one date, for the member `user_id`; None where there are none.

    Those are what they do with a seat on offer to them, *I'm bringing somebody*, *Agenda* where the date has
    one, and *Manage* for whoever may.

    """
    buttons: list[ButtonSpec] = []
    if overview.session.find_offer(user_id) is not None:
        buttons += seat_offer_buttons(overview.session.date.id, user_id)
    if not overview.is_over and may_bring(overview.session, user_id):
        buttons.append(_bring_spec(overview.session))
    if overview.has_agenda:
        buttons.append((gettext("Agenda"), SHOW_AGENDA.make(ref), GREY))
    if overview.may_change:
        buttons.append((gettext("Manage"), MANAGE.make(ref), BLUE))
    return button_view(*buttons) if buttons else None


def management_view(page: ManagedDate) -> discord.ui.View:
    """Returns a button for all that can be done with a date now, and the menu of its meetup's dates."""
    rows = [
        [
            (gettext(label), kind.make(page.ref), style)
            for action, (label, kind, style) in actions.items()
            if action in page.actions
        ]
        for actions in (_ON_A_DATE, _ABOUT_A_DATE, _ON_ALL_DATES)
    ]
    edits = _edit_specs(page.session.meetup) if HostAction.EDIT in page.actions else []
    view = rows_view(*_packed([edits, *rows]))
    if len(page.dates) > 1:
        view.add_item(_date_menu(page))
    return view


def _packed(rows: list[list[ButtonSpec]]) -> list[list[ButtonSpec]]:
    """Returns the rows, run together where they would leave no room for the menu below them."""
    lines = sum(-(-len(row) // ROW_LENGTH) for row in rows)
    return rows if lines <= _MOST_LINES else [[button for row in rows for button in row]]


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


def buttons_of(agenda: DateAgenda) -> discord.ui.View | None:
    """Returns ▲ and ▼ for each item; None where the agenda is fixed or has nothing to move."""
    return None if agenda.is_fixed else agenda_buttons(agenda.session.date.id, agenda.items)


def agenda_buttons(date_id: DateId, items: Sequence[AgendaProblem]) -> discord.ui.View | None:
    """Returns ▲ and ▼ for each item; None where there are fewer than two."""
    if len(items) < 2:
        return None
    buttons = [
        (f"{mark} {number}", MOVE_ITEM.make(direction, date_id, item.problem_id), GREY)
        for number, item in enumerate(items, start=1)
        for mark, direction in (("▲", WishDirection.UP), ("▼", WishDirection.DOWN))
    ]
    return button_view(*buttons, length=_AGENDA_ROW)


def round_buttons(discussion: Discussion) -> discord.ui.View:
    """Returns the buttons under the problem that is worked on."""
    problem_id = discussion.problem.id
    return button_view(
        (gettext("💡 Idea"), PROPOSE.make(problem_id), BLUE),
        (gettext("⏭️ Next"), NEXT_ROUND.make(discussion.round.date_id, problem_id), GREY),
    )


def result_buttons(discussion: Discussion) -> discord.ui.View:
    """Returns a button for each result, under the question what came of a round."""
    date_id, problem_id = discussion.round.date_id, discussion.problem.id
    styles = {RoundResult.SOLVED: GREEN, RoundResult.TRYING: BLUE}
    return button_view(
        *(
            (gettext(label), ROUND_RESULT.make(result, date_id, problem_id), styles.get(result, GREY))
            for result, label in LABELS.items()
        )
    )


def idea_buttons(discussion: Discussion, result: RoundResult) -> discord.ui.View:
    """Returns a button for each idea, which accepts it as on the board, or says that it is tried next.

    Raises Refusal where there is no idea.
    """
    if not discussion.ideas:
        raise Refusal(
            gettext("No idea has been written down in this round yet. 💡 keeps one; then tap again.")
        )
    date_id, problem_id = discussion.round.date_id, discussion.problem.id

    def custom_id(idea_id: ProposalId) -> str:
        if result is RoundResult.SOLVED:
            return ACCEPT.make(problem_id, idea_id)
        return TRY_IDEA.make(date_id, problem_id, idea_id)

    return button_view(
        *(
            (proposal_label(number, idea, _LABEL_LENGTH), custom_id(idea.id), GREY)
            for number, idea in enumerate(discussion.ideas[:_MOST_IDEAS], start=1)
        ),
        length=1 if len(discussion.ideas) <= 5 else 5,
    )


def here_button(date_id: DateId) -> discord.ui.View:
    """Returns the button for those who have arrived."""
    return button_view((gettext("👋 I'm here"), HERE.make(date_id, 1), GREEN))


def ask_feedback_button(date_id: DateId) -> discord.ui.View:
    """Returns the button under a recap for those who were there."""
    return button_view((gettext("Would you come again?"), ASK_FEEDBACK.make(date_id), GREY))


def feedback_buttons(date_id: DateId, *, is_answered: bool) -> discord.ui.View:
    """Returns 👍 and 👎, and what takes an answer back where one is given."""
    take_back = (gettext("Take it back"), FEEDBACK.make(date_id, "unsaid"), GREY)
    return button_view(
        (gettext("👍 Yes"), FEEDBACK.make(date_id, "yes"), GREY),
        (gettext("👎 Rather not"), FEEDBACK.make(date_id, "no"), GREY),
        *([take_back] if is_answered else []),
    )


def undecided_buttons(date_id: DateId) -> discord.ui.View:
    """Returns the two answers of those who said maybe."""
    return button_view(
        (gettext("I'm coming"), DECIDE.make(date_id, 1), GREEN),
        (gettext("Can't make it"), DECIDE.make(date_id, 0), GREY),
    )


def seat_offer_buttons(date_id: DateId, user_id: int) -> list[ButtonSpec]:
    """Returns what the member does with a seat that is offered to them."""
    return [
        (gettext("Take it"), SEAT_OFFER.make(date_id, user_id, 1), GREEN),
        (gettext("Not today"), SEAT_OFFER.make(date_id, user_id, 0), GREY),
    ]


def poll_buttons(poll: MeetupPoll) -> discord.ui.View:
    """Returns a number for each time, and the button with which hosts plan the winner."""
    numbers: list[ButtonSpec] = [
        (str(index + 1), POLL_VOTE.make(poll.id, index), GREY) for index in range(len(poll.slots))
    ]
    return button_view(*numbers, (gettext("🗓️ Plan what suits most"), PLAN_WINNER.make(poll.id), GREEN))


def card_buttons(session: Session, *, is_over: bool = False) -> discord.ui.View | None:
    """Returns *I'm bringing somebody* under a card; None where nobody may be brought, or not any more."""
    is_asked = why_closed(session, is_over=is_over) is None and not session.date.is_closed
    return button_view(_bring_spec(session)) if is_asked and session.details.most_guests else None


def _bring_spec(session: Session) -> ButtonSpec:
    return gettext("➕ I'm bringing somebody"), BRING.make(session.date.id), GREY


def may_bring(session: Session, user_id: int) -> bool:
    """Returns whether the member can say how many guests they bring, if only that they are fewer."""
    guests = session.guests
    is_coming = user_id in guests.going or user_id in guests.waitlist
    may_add = session.details.most_guests and not session.date.is_closed
    is_planned = session.date.status is DateStatus.PLANNED
    return is_planned and is_coming and bool(may_add or guests.brought.get(user_id))


def guest_buttons(session: Session, user_id: int) -> discord.ui.View | None:
    """Returns *Just me*, *+1* and *+2*, as far as they may be; None where there is nothing to choose."""
    if not may_bring(session, user_id):
        return None
    own = session.guests.brought.get(user_id, 0)
    most = own if session.date.is_closed else max(own, session.details.most_guests)
    labels = [gettext("Just me"), *(f"+{count}" for count in range(1, most + 1))]
    return button_view(
        *(
            (label, SET_GUESTS.make(session.date.id, count), BLUE if count == own else GREY)
            for count, label in enumerate(labels)
        )
    )


def feed_buttons() -> discord.ui.View:
    """Returns the buttons that make and revoke the links to calendar feeds."""
    return button_view(
        (gettext("Link to what I said yes to"), FEED.make("own"), BLUE),
        (gettext("Link to all meetups"), FEED.make("shared"), BLUE),
        (gettext("Revoke my link"), FEED.make("revoke"), GREY),
        (gettext("Revoke the server's link"), FEED.make("revoke_shared"), GREY),
    )
