"""The buttons under messages and private replies about meetups."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.buttons import BLUE, GREEN, GREY, ButtonSpec, button_view
from cogs.custom_ids import (
    ACCEPT,
    ASK_FEEDBACK,
    BRING,
    DECIDE,
    FEED,
    FEEDBACK,
    HERE,
    MANAGE,
    MOVE_ITEM,
    NEXT_ROUND,
    PLAN_WINNER,
    POLL_VOTE,
    PROPOSE,
    ROUND_RESULT,
    SEAT_OFFER,
    SET_GUESTS,
    SHOW_AGENDA,
    TRY_IDEA,
)
from cogs.ui.meetups.cards import why_closed
from cogs.ui.problems.cards import proposal_label
from cogs.ui.round_results import LABELS
from domain.errors import Refusal
from domain.ids import DateId, ProposalId
from domain.meetups.agenda import AgendaProblem, WishDirection
from domain.meetups.brainstorm import Discussion, RoundResult
from domain.meetups.meetup import DateRef, Session
from domain.meetups.poll import MeetupPoll
from domain.meetups.series import DateStatus
from languages import gettext
from services.meetups.agendas import DateAgenda
from services.meetups.finding import MeetupOverview

_AGENDA_ROW = 4  # ▲ and ▼ of two items
_MOST_IDEAS = 20
_LABEL_LENGTH = 60


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
