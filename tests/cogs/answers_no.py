"""Refusals as discord.py raises them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import discord

_KINDS = {403: discord.Forbidden, 404: discord.NotFound}


class _Response:
    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = HTTPStatus(status).phrase


def refusal(status: int, code: int = 0, text: str = "") -> discord.HTTPException:
    """The error that discord.py makes of an answer with this status and Discord's own code."""
    response: Any = _Response(status)
    kind = _KINDS.get(status, discord.DiscordServerError if status >= 500 else discord.HTTPException)
    return kind(response, {"code": code, "message": text})
