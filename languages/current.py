"""The language that is spoken at the moment, and translation into it.

The language belongs to the context, since an interaction has one reader and a post one server. It is set
where these begin, and holds for all that is called from there, on the database's threads, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from languages.catalogues import ENGLISH, load

_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)


def gettext(message: str, /, **values: object) -> str:
    """Returns the message in the language that is spoken, with its placeholders filled in."""
    # Catalogues have their own header under the empty message.
    text = load(_spoken.get()).gettext(message) if message else ""
    return text.format_map(values) if values else text


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """Returns the message as `gettext` does, in the form for `count` things, which fills in `{count}`."""
    text = load(_spoken.get()).ngettext(one, many, count)
    return text.format_map({"count": count, **values})


def gettext_noop(message: str, /) -> str:
    """Returns the message as it is, and marks it for the catalogues.

    For texts outside of functions: no language is spoken when they are loaded, so `gettext` translates them
    later.
    """
    return message


def current_language() -> str:
    """Returns the code of the language that is spoken."""
    return _spoken.get()


def set_language(language: str) -> None:
    """Makes this the language that is spoken, from here to the end of the task."""
    _spoken.set(language)


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Makes this the language that is spoken within the block."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)
