"""What people type, made safe to show."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"  # between letters of some scripts, and inside emoji
_VISIBLE = "LNPS"  # letters, numbers, punctuation, symbols


def folded(text: str) -> str:
    """The text on one line, without control characters and without those that turn the writing direction."""
    return _without_controls(" ".join(text.split())).strip()


def cleaned(text: str) -> str:
    """The text with its lines, tidied like `folded`: at most one empty line in a row, none at the ends."""
    lines = [_without_controls(line.rstrip()) for line in text.splitlines()]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip("\n")


def is_visible(text: str) -> bool:
    """Whether there is anything to see in the text."""
    return any(unicodedata.category(char)[0] in _VISIBLE for char in text)


def _without_controls(line: str) -> str:
    return "".join(char for char in line if char in _JOINERS or unicodedata.category(char)[0] != "C")


def shortened(text: str, limit: int = 60) -> str:
    """What the member typed, cut so that it can be quoted back to them."""
    flat = folded(text)
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"
