"""Folding of letters for comparisons: accents, case and form do not matter."""

from __future__ import annotations

import unicodedata

# Letters that are a plain letter with something through it, which Unicode does not take apart.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d"})


def without_accents(text: str) -> str:
    """Returns the text as it is compared: without accents, in lower case, in one form of each letter."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not _is_accent(char))
    # Once more: NFKD makes capitals out of what had no lower case, such as ℌ and ™.
    return unicodedata.normalize("NFC", bare).casefold().translate(_PLAIN)


def _is_accent(char: str) -> bool:
    """Returns whether a character may be left out without making another word of it.

    Accents of Latin, Greek and Cyrillic (combining classes from 200 on) may, and so may the points of Hebrew
    and Arabic (10 to 36). The vowel signs of other scripts may not.
    """
    place = unicodedata.combining(char)
    return place >= 200 or 10 <= place <= 36
