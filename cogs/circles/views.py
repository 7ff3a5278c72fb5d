"""Rows of buttons under proposals and in the threads of circles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from cogs.buttons import ButtonSpec, button_view
from cogs.custom_ids import (
    CIRCLE_VOTE,
    DECLINE,
    JOIN,
    LEAVE,
    MERGE,
    MET,
    NEW_TIMES,
    NOT_YET,
    ONE_MORE,
    ROUND,
)
from cogs.ui.circles import messages as ui
from domain.circles.circle import Circle
from languages import gettext

_GREEN, _GREY, _BLUE = (
    discord.ButtonStyle.success,
    discord.ButtonStyle.secondary,
    discord.ButtonStyle.primary,
)
_HELPED_FROM = 2  # the question whether they met that comes with help


def preview_buttons() -> discord.ui.View:
    """Under a preview."""
    return button_view(
        (gettext("Send the proposals"), ROUND.make("go"), _GREEN),
        (gettext("Not now"), ROUND.make("no"), _GREY),
    )


def invitation_buttons(circle: Circle) -> discord.ui.View:
    """Under a proposal."""
    return button_view(
        (gettext("Accept"), JOIN.make(circle.id), _GREEN),
        (gettext("Not this time"), DECLINE.make(circle.id), _GREY),
    )


def accepted_buttons(circle: Circle) -> discord.ui.View:
    """Under a proposal that was accepted."""
    return button_view((gettext("I can't after all"), DECLINE.make(circle.id), _GREY))


def poll_buttons(circle: Circle) -> discord.ui.View | None:
    """One for each time; none where there are none, or the poll is closed."""
    if circle.poll_until is None:
        return None
    return button_view(
        *(
            (ui.time_label(start, circle.zone), CIRCLE_VOTE.make(circle.id, circle.polls, place), _BLUE)
            for place, start in enumerate(circle.times)
        )
    )


def thread_buttons(circle: Circle, payload: Mapping[str, Any]) -> discord.ui.View | None:
    """Under what the bot says in the thread of a circle."""
    match payload["line"]:
        case "met":
            return met_buttons(circle, payload["asked"])
        case "poll":
            return poll_buttons(circle)
        case "no_time":
            return button_view((gettext("Offer new times"), NEW_TIMES.make(circle.id), _BLUE))
    return None


def met_buttons(circle: Circle, asked: int) -> discord.ui.View:
    """Under the question whether they met."""
    help_: list[ButtonSpec] = []
    if asked >= _HELPED_FROM:
        help_ = [
            (gettext("Offer new times"), NEW_TIMES.make(circle.id), _BLUE),
            (gettext("Ask one more to join"), ONE_MORE.make(circle.id), _BLUE),
        ]
        if len(circle.sitting_ids) < _HELPED_FROM + 1:
            help_.append((gettext("Join a circle near"), MERGE.make(circle.id), _BLUE))
    return button_view(
        (gettext("Yes, we met"), MET.make(circle.id), _GREEN),
        (gettext("Not yet"), NOT_YET.make(circle.id), _GREY),
        (gettext("It's not for me"), LEAVE.make(circle.id), _GREY),
        *help_,
    )
