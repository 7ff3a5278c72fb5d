"""Why Discord does not let the bot in: what the operator has to change before another start can help.

The codes are those of Discord's documentation, Opcodes and Status Codes, Gateway Close Event Codes.
"""

from __future__ import annotations

import discord

_PORTAL = "the developer portal"
_WRONG_TOKEN = (
    f"Discord does not know the token; copy the bot's token from {_PORTAL} (or make a new one there), put it "
    "where the old one is, and start again."
)
_INTENTS_ARE_OFF = (
    f"members_intent is true, but the Server Members intent is switched off in {_PORTAL}; "
    "switch it on there, or off in the configuration."
)
_TOO_OLD = "this version speaks to Discord in a way that Discord does not take any more; update Longtable."
_BY_CLOSE_CODE = {
    4004: _WRONG_TOKEN,
    4010: "Discord does not take this shard_count with these shard_ids; mend them in the configuration.",
    4011: "the bot is in too many servers for one connection; set shard_count and shard_ids (docs/scale.md).",
    4012: _TOO_OLD,
    4013: _TOO_OLD,
    4014: _INTENTS_ARE_OFF,
}


def explain_exclusion(error: BaseException) -> str | None:
    """Returns what the operator has to change; None where another start can help as it is."""
    if isinstance(error, discord.LoginFailure) or (
        isinstance(error, discord.HTTPException) and error.status == 401
    ):
        return _WRONG_TOKEN
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return _INTENTS_ARE_OFF
    if isinstance(error, discord.ConnectionClosed):
        return _BY_CLOSE_CODE.get(error.code)
    return None
