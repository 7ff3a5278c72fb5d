"""The buttons under proposals of circles and in their threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from cogs.buttons import BLUE, GREEN, GREY, RED, ButtonSpec, button_view
from cogs.custom_ids import (
    ALLOW,
    CIRCLE_VOTE,
    DECLINE,
    JOIN,
    LEAVE,
    LEAVE_QUESTION,
    MERGE,
    MET,
    NEW_TIMES,
    NOT_YET,
    ONE_MORE,
    ROUND,
    STAY,
)
from cogs.ui import markup
from cogs.ui.circles import messages as ui
from domain.circles.circle import Circle
from domain.posts import Post
from languages import gettext

_LABEL_LENGTH = 80
_HELPED_FROM = 2  # the second question whether they met offers help, too


def preview_buttons() -> discord.ui.View:
    """Returns the buttons under the preview of a round."""
    return button_view(
        (gettext("Send the proposals"), ROUND.make("go"), GREEN),
        (gettext("Not now"), ROUND.make("no"), GREY),
    )


def invitation_buttons(circle: Circle) -> discord.ui.View:
    """Returns the buttons under a proposal."""
    return button_view(
        (gettext("Accept"), JOIN.make(circle.id), GREEN),
        (gettext("Not this time"), DECLINE.make(circle.id), GREY),
    )


def accepted_buttons(circle: Circle) -> discord.ui.View:
    """Returns the button under a proposal that the member has accepted."""
    return button_view((gettext("I can't after all"), DECLINE.make(circle.id), GREY))


def leave_button(circle: Circle) -> discord.ui.View:
    """Returns the button that asks whether the member wants to leave their circle."""
    return button_view((gettext("Leave …"), LEAVE_QUESTION.make(circle.id), GREY))


def leave_buttons(circle: Circle) -> discord.ui.View:
    """Returns the buttons under the question whether the member wants to leave their circle."""
    return button_view((gettext("Leave"), LEAVE.make(circle.id), RED), (gettext("Stay"), STAY.make(), GREY))


def avoided_buttons(user_ids: Sequence[int], names: Mapping[int, str]) -> discord.ui.View:
    """Returns a button for each of those whom a member avoids; `names` has those who are known by name."""
    return button_view(
        *(
            (_let_go(number, names.get(user_id)), ALLOW.make(user_id), GREY)
            for number, user_id in enumerate(user_ids, 1)
        )
    )


def _let_go(number: int, name: str | None) -> str:
    if name is None:
        return gettext("Stop avoiding number {number}", number=number)
    return markup.cut(gettext("Stop avoiding {name}", name=name), _LABEL_LENGTH)


def poll_buttons(circle: Circle, number: int) -> discord.ui.View | None:
    """Returns a button for each time of the circle's poll of this number; None where it is not open."""
    if circle.poll_until is None or circle.polls != number:
        return None
    return button_view(
        *(
            (str(index + 1), CIRCLE_VOTE.make(circle.id, circle.polls, index), BLUE)
            for index in range(len(circle.times))
        )
    )


def thread_buttons(circle: Circle, post: Post) -> discord.ui.View | None:
    """Returns the buttons under a message in the thread of a circle; None where it has none, or no more."""
    match post.payload["line"]:
        case "met" if ui.is_asked(circle, post):
            return met_buttons(circle, post.payload["asked"])
        case "poll":
            return poll_buttons(circle, ui.poll_number(post))
        case "no_time" if ui.is_without_time(circle, post):
            return button_view((gettext("Offer new times"), NEW_TIMES.make(circle.id), BLUE))
    return None


def met_buttons(circle: Circle, asked: int) -> discord.ui.View:
    """Returns the buttons under the question whether they met, asked for the `asked`th time."""
    help_: list[ButtonSpec] = []
    if asked >= _HELPED_FROM:
        help_ = [
            (gettext("Offer new times"), NEW_TIMES.make(circle.id), BLUE),
            (gettext("Ask one more to join"), ONE_MORE.make(circle.id), BLUE),
        ]
        if len(circle.sitting_ids) < _HELPED_FROM + 1:
            help_.append((gettext("Join a nearby circle"), MERGE.make(circle.id), BLUE))
    return button_view(
        (gettext("Yes, we met"), MET.make(circle.id), GREEN),
        (gettext("Not yet"), NOT_YET.make(circle.id), GREY),
        (gettext("It's not for me"), LEAVE.make(circle.id), GREY),
        *help_,
    )
