"""Letters as they are compared: accents, case and form do not matter."""

from __future__ import annotations

import unicodedata

# Letters that are a plain letter with something through it, which Unicode does not take apart.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d"})


def folded_letters(text: str) -> str:
    """The text in the letters that are compared."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not _is_accent(char))
    return unicodedata.normalize("NFC", bare).casefold().translate(_PLAIN)


def _is_accent(char: str) -> bool:
    """Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic; not the vowels of other scripts."""
    place = unicodedata.combining(char)
    return place >= 200 or 10 <= place <= 36
