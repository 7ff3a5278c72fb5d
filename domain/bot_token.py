"""The bot's token, as it comes out of files and variables that people have pasted it into."""

from __future__ import annotations

import re

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
_QUOTES = "\"'`“”„‘’«»"
_BEFORE = re.compile(r"^(?:(?:export\s+)?DISCORD_TOKEN\s*=|Bot\s)\s*", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9._-]*")


def read_token(text: str) -> str:
    """Returns the token without what was pasted around it: quotes, `Bot `, spaces, a byte order mark.

    It is empty where there is none. Raises ValueError, without the token in it, where what is left cannot be
    one.
    """
    token, wrapped = text, ""
    while token != wrapped:
        wrapped = token
        token = _BEFORE.sub("", token.strip().strip(_INVISIBLE + _QUOTES).strip(), count=1)
    if len(token.split()) > 1:
        raise ValueError("has a space or a line break in it; a token is one word on one line")
    if not _WORD.fullmatch(token):
        raise ValueError("has a character in it that no token has; copy it again from the developer portal")
    return token
