"""Cleaning of what people type, so that it is safe to show."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"  # between letters of some scripts, and inside emoji
_VISIBLE = "LNPS"  # letters, numbers, punctuation, symbols


def on_one_line(text: str) -> str:
    """Returns the text on one line, without control characters, those of the writing direction included."""
    return _without_controls(" ".join(text.split())).strip()


def cleaned(text: str) -> str:
    """Returns the text in lines, cleaned like `folded`; empty ones only singly, and none at the ends."""
    lines = [_without_controls(line.rstrip()) for line in text.splitlines()]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip("\n")


def is_visible(text: str) -> bool:
    """Returns whether there is anything to see in the text."""
    return any(unicodedata.category(char)[0] in _VISIBLE for char in text)


def _without_controls(line: str) -> str:
    return "".join(char for char in line if char in _JOINERS or unicodedata.category(char)[0] != "C")


def shortened(text: str, limit: int = 60) -> str:
    """Returns the text on one line of at most `limit` characters, to be quoted back to whoever typed it."""
    flat = on_one_line(text)
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"
