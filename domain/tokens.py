"""What is typed, taken apart into numbers, words and marks, for those who read times and lengths."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from domain.accents import without_accents

MOST_CHARACTERS = 200  # of a time or a rhythm; what is longer is none
_SHAPES = re.compile(
    r"(?P<stamp><t:\d{1,11}(?::[A-Za-z])?>)"
    r"|(?P<ymd>(?<!\d)\d{4}(?P<first>[-/.])\d{1,2}(?P=first)\d{1,2}(?!\d))"
    r"|(?P<dmy>(?<!\d)\d{1,2}(?P<second>[-/.])\d{1,2}(?P=second)(?:\d{4}|\d\d)(?![\d:]))"
    r"|(?P<clock>(?<!\d)\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?![\d:]))"
    r"|(?P<dotted>(?<!\d)\d{1,2}\.\d{1,2}\.?(?!\d))"
    r"|(?P<slashed>(?<!\d)\d{1,2}/\d{1,2}(?![\d/]))"
    r"|(?P<num>\d+)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>[^\w\s])"
)
_APOSTROPHES = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "`": " ", "_": " ", "–": "-", "—": "-", "〜": "~"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text: its shape, how it is written for comparisons, and whether no space is before it."""

    shape: str
    text: str
    is_glued: bool = False
    is_upper: bool = False
    start: int = 0

    @property
    def number(self) -> int:
        """The number that the token is; -1 where it is none."""
        return int(self.text[:9]) if self.shape == "num" else -1


def clean(text: str) -> str:
    """Returns the text in one form of each sign: digits, spaces, dashes, apostrophes."""
    return unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)


def tokenise(text: str) -> tuple[Token, ...]:
    """Returns the tokens of a text that was cleaned; of scripts without spaces, each sign is one."""
    found: list[Token] = []
    end = -1
    for match in _SHAPES.finditer(text):
        shape, is_glued = match.lastgroup or "mark", match.start() == end
        end = match.end()
        if shape == "word" and any(map(is_unspaced_sign, match[0])):
            found += _signs(match[0], match.start(), is_glued)
            continue
        written = _folded(match[0]) if shape == "word" else match[0]
        found.append(Token(shape, written, is_glued, match[0].isupper(), match.start()))
    return tuple(found)


def _signs(run: str, start: int, is_glued: bool) -> list[Token]:
    return [
        Token("word", _folded(sign), is_glued or place > 0, False, start + place)
        for place, sign in enumerate(run)
    ]


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return without_accents(word)


def is_unspaced_sign(char: str) -> bool:
    """Returns whether the character belongs to a script that puts no spaces between words: kana, kanji."""
    return "\u3040" <= char <= "\u30ff" or "\u4e00" <= char <= "\u9fff" or char in "々ヶヵ"
