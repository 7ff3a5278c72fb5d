"""What Discord's limits are, and what its error codes mean: what stands in the way, in words for people.

A 4xx other than 429 is an answer: the same request is not made again unchanged. The codes are those of
Discord's documentation, Opcodes and Status Codes, JSON Error Codes.
"""

from __future__ import annotations

from typing import NamedTuple

import discord

from domain.obstacles import Obstacle
from languages import gettext, gettext_noop


class _Meaning(NamedTuple):
    obstacle: Obstacle
    reason: str  # a message to be translated, which says what is the matter


MOST_REACTION_KINDS = 20  # under one message
MOST_EVENTS = 100  # scheduled and active, in one server
MOST_THREADS = 1_000  # active, in one server

TAG_DEMANDED = gettext_noop(
    "the forum requires a tag on each post: add one that I may use, or stop requiring tags"
)
"""Why a forum takes no post without a tag."""
_UNKNOWN_MESSAGE = 10008
TWO_FACTOR = 60003
_MEANINGS = {
    10003: _Meaning(Obstacle.GONE, gettext_noop("the channel is gone")),
    _UNKNOWN_MESSAGE: _Meaning(Obstacle.GONE, gettext_noop("the message is gone")),
    10007: _Meaning(Obstacle.PERSON, gettext_noop("the member has left")),
    10013: _Meaning(Obstacle.PERSON, gettext_noop("the member has left")),
    30013: _Meaning(Obstacle.LIMIT, gettext_noop("the server has 500 channels, as many as Discord takes")),
    30010: _Meaning(Obstacle.LIMIT, gettext_noop("a message takes no more than 20 kinds of reaction")),
    30038: _Meaning(
        Obstacle.LIMIT, gettext_noop("the server has 100 events to come, as many as Discord takes")
    ),
    30046: _Meaning(Obstacle.LIMIT, gettext_noop("Discord lets old messages be edited slowly")),
    40003: _Meaning(Obstacle.LIMIT, gettext_noop("Discord lets direct messages be opened slowly")),
    40067: _Meaning(Obstacle.SETTING, TAG_DEMANDED),
    50001: _Meaning(Obstacle.PERMISSION, gettext_noop("I can't see it")),
    50007: _Meaning(Obstacle.PERSON, gettext_noop("the member takes no direct messages from me")),
    50013: _Meaning(Obstacle.PERMISSION, gettext_noop("I lack a permission")),
    50024: _Meaning(Obstacle.SETTING, gettext_noop("channels of this kind have no private threads")),
    50083: _Meaning(Obstacle.ASLEEP, gettext_noop("the thread is archived")),
    TWO_FACTOR: _Meaning(
        Obstacle.SETTING,
        gettext_noop(
            "the server requires moderators to use two-factor authentication, and the owner of my "
            "application does not"
        ),
    ),
    160006: _Meaning(
        Obstacle.LIMIT,
        gettext_noop("the server has 1,000 open threads, as many as Discord takes: close some"),
    ),
    180000: _Meaning(Obstacle.GONE, gettext_noop("the event is over")),
}


def find_obstacle(error: BaseException) -> Obstacle:
    """Returns what stands in the way. Any other error than Discord's answer is NO_ANSWER."""
    if not isinstance(error, discord.HTTPException) or error.status >= 500 or _says_wait(error):
        return Obstacle.NO_ANSWER
    if (known := _MEANINGS.get(error.code)) is not None:
        return known.obstacle
    if isinstance(error, discord.NotFound):
        return Obstacle.GONE
    return Obstacle.PERMISSION if isinstance(error, discord.Forbidden) else Obstacle.FAULT


def describe(error: discord.HTTPException) -> str:
    """Returns why Discord has refused, as part of a sentence for people; Discord's own words if unknown."""
    if (known := _MEANINGS.get(error.code)) is not None:
        return gettext(known.reason)
    return " ".join(error.text.split()) or gettext("I am not allowed to")


def is_message_gone(error: BaseException) -> bool:
    """Says whether the message is not there any more that the request was about, or that its nonce named."""
    return isinstance(error, discord.HTTPException) and error.code == _UNKNOWN_MESSAGE


def _says_wait(error: discord.HTTPException) -> bool:
    return error.status == 429 and error.code not in _MEANINGS
