"""Which language is spoken just now, and saying something in it.

The language belongs to the context, as an interaction or a post has one reader or one server: it is set
where those begin, and holds for all that is called from there, on the database's threads, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from languages.catalogues import ENGLISH, load

_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)


def gettext(message: str, /, **values: object) -> str:
    """The message in the language that is spoken, with its placeholders filled in."""
    text = load(_spoken.get()).gettext(message) if message else ""
    return text.format_map(values) if values else text


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """As gettext, in the form that goes with so many; `{count}` is how many."""
    text = load(_spoken.get()).ngettext(one, many, count)
    return text.format_map({"count": count, **values})


def gettext_noop(message: str, /) -> str:
    """The message as it is: what stands outside of functions is translated where it is said."""
    return message


def spoken() -> str:
    """The code of the language that is spoken."""
    return _spoken.get()


def speak(language: str) -> None:
    """Speak this language from here to the end of the task."""
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language within the block."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)
