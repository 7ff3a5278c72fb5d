"""Rows of buttons under what is said about meetups."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.buttons import ButtonSpec, button_view
from cogs.custom_ids import (
    ACCEPT,
    CANCEL_MEETUP,
    DISCARD_MEETUP,
    FEED,
    HERE,
    KEEP_MEETUP,
    MOVE_ITEM,
    NEXT_ROUND,
    PLAN_WINNER,
    POLL_VOTE,
    PROPOSE,
    ROUND_RESULT,
    SAVE_MEETUP,
    TRY_IDEA,
)
from cogs.ui.problems.cards import proposal_label
from cogs.ui.round_results import LABELS
from domain.errors import Refusal
from domain.ids import DateId, MeetupId, ProposalId
from domain.meetups.agenda import AgendaProblem, WishDirection
from domain.meetups.brainstorm import Discussion, RoundResult
from domain.meetups.meetup import DateRef
from domain.meetups.poll import MeetupPoll
from languages import gettext
from services.meetups.agendas import DateAgenda

_A_ROW = 4  # two items of an agenda
_MOST_IDEAS = 20
_LABEL_LENGTH = 60
_BLUE, _GREEN, _GREY = (
    discord.ButtonStyle.primary,
    discord.ButtonStyle.success,
    discord.ButtonStyle.secondary,
)


def draft_buttons(draft_id: MeetupId) -> discord.ui.View:
    """Returns *Save* and *Discard*."""
    return button_view(
        (gettext("Save"), SAVE_MEETUP.make(draft_id), discord.ButtonStyle.success),
        (gettext("Discard"), DISCARD_MEETUP.make(draft_id), discord.ButtonStyle.secondary),
    )


def cancel_buttons(ref: DateRef, version: int) -> discord.ui.View:
    """Returns *Cancel* and *Keep*; the version makes sure that it is still the meetup that was looked at."""
    return button_view(
        (gettext("Cancel all dates"), CANCEL_MEETUP.make(ref, version), discord.ButtonStyle.danger),
        (gettext("Keep it"), KEEP_MEETUP.make(), discord.ButtonStyle.secondary),
    )


def buttons_of(agenda: DateAgenda) -> discord.ui.View | None:
    """▲ and ▼ for each item, while they can be moved."""
    return None if agenda.is_fixed else agenda_buttons(agenda.session.date.id, agenda.items)


def agenda_buttons(date_id: DateId, items: Sequence[AgendaProblem]) -> discord.ui.View | None:
    """▲ and ▼ for each item; none where there is nothing to move."""
    if len(items) < 2:
        return None
    grey = discord.ButtonStyle.secondary
    buttons = [
        (f"{mark} {number}", MOVE_ITEM.make(direction, date_id, item.problem_id), grey)
        for number, item in enumerate(items, start=1)
        for mark, direction in (("▲", WishDirection.UP), ("▼", WishDirection.DOWN))
    ]
    return button_view(*buttons, length=_A_ROW)


def round_buttons(talk: Discussion) -> discord.ui.View:
    """Under the problem that is worked on."""
    problem_id = talk.problem.id
    return button_view(
        (gettext("💡 Idea"), PROPOSE.make(problem_id), _BLUE),
        (gettext("⏭️ Next"), NEXT_ROUND.make(talk.round.date_id, problem_id), _GREY),
    )


def result_buttons(talk: Discussion) -> discord.ui.View:
    """Under the question what came of a round."""
    date_id, problem_id = talk.round.date_id, talk.problem.id
    styles = {RoundResult.SOLVED: _GREEN, RoundResult.TRYING: _BLUE}
    return button_view(
        *(
            (gettext(label), ROUND_RESULT.make(result, date_id, problem_id), styles.get(result, _GREY))
            for result, label in LABELS.items()
        )
    )


def idea_buttons(talk: Discussion, result: RoundResult) -> discord.ui.View:
    """One for each idea: to accept it, as on the board, or to try it; raises Refusal if there is none."""
    if not talk.ideas:
        raise Refusal(
            gettext("No idea has been written down in this round yet. 💡 keeps one; then tap again.")
        )
    date_id, problem_id = talk.round.date_id, talk.problem.id

    def custom_id(idea_id: ProposalId) -> str:
        if result is RoundResult.SOLVED:
            return ACCEPT.make(problem_id, idea_id)
        return TRY_IDEA.make(date_id, problem_id, idea_id)

    return button_view(
        *(
            (proposal_label(place, idea, _LABEL_LENGTH), custom_id(idea.id), _GREY)
            for place, idea in enumerate(talk.ideas[:_MOST_IDEAS], start=1)
        ),
        length=1 if len(talk.ideas) <= 5 else 5,
    )


def here_button(date_id: DateId) -> discord.ui.View:
    """For those who have arrived."""
    return button_view((gettext("👋 I'm here"), HERE.make(date_id, 1), discord.ButtonStyle.success))


def poll_buttons(poll: MeetupPoll) -> discord.ui.View:
    """A number for each time, and the winner for hosts."""
    numbers: list[ButtonSpec] = [
        (str(place + 1), POLL_VOTE.make(poll.id, place), _GREY) for place in range(len(poll.slots))
    ]
    return button_view(*numbers, (gettext("🗓️ Plan what suits most"), PLAN_WINNER.make(poll.id), _GREEN))


def feed_buttons() -> discord.ui.View:
    """Returns buttons that make a link, for oneself or for the server, or make it lead nowhere."""
    return button_view(
        (gettext("Link to what I said yes to"), FEED.make("own"), _BLUE),
        (gettext("Link to all meetups"), FEED.make("shared"), _BLUE),
        (gettext("Revoke my link"), FEED.make("revoke"), _GREY),
        (gettext("Revoke the server's link"), FEED.make("revoke_shared"), _GREY),
    )
