"""What people type, made safe to show in one line."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"  # between letters of some scripts, and inside emoji
_VISIBLE = "LNPS"  # letters, numbers, punctuation, symbols


def folded(text: str) -> str:
    """The text on one line, without control characters and without those that turn the writing direction."""
    spaced = " ".join(text.split())
    return "".join(
        char for char in spaced if char in _JOINERS or unicodedata.category(char)[0] != "C"
    ).strip()


def is_visible(text: str) -> bool:
    """Whether there is anything to see in the text."""
    return any(unicodedata.category(char)[0] in _VISIBLE for char in text)


def shortened(text: str, limit: int = 60) -> str:
    """What the member typed, cut so that it can be quoted back to them."""
    flat = folded(text)
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"
