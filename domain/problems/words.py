"""Splitting of texts into the words that search compares: accents, case and form of letters do not matter.

A query is split in the same way as a text, so that it can only ever be words and never syntax.
"""

from __future__ import annotations

import re

from domain.accents import without_accents

_INDIC_AND_THAI = (
    "\u0900-\u109f\u1780-\u17ff"  # their vowel signs are marks, not letters, and belong to the word
)
_WORD = re.compile(rf"(?:[^\W_]|[{_INDIC_AND_THAI}])+|[\u2600-\u27bf\U0001f000-\U0001faff]")
# Thai and Lao, Burmese, Khmer, then Chinese and Japanese.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)


def text_words(text: str) -> list[str]:
    """Returns the words of a text, in order.

    Scripts that put no spaces between words give each pair of neighbouring characters, and the last character
    by itself: so a query of one character finds it at the start of some word.
    """
    return [word for run in _runs(text) for word in _pairs(run, is_query=False)]


def query_words(text: str) -> list[str]:
    """Returns the words of a query in order, each once.

    Unspaced scripts give pairs, or a single character.
    """
    return list(dict.fromkeys(word for run in _runs(text) for word in _pairs(run, is_query=True)))


def is_unspaced(word: str) -> bool:
    """Returns whether the word comes from a script without spaces, where it is a piece of a longer run."""
    return _UNSPACED.match(word) is not None


def _runs(text: str) -> list[str]:
    """Returns the words of a text, and each run of an unspaced script as one."""
    found = []
    for word in _WORD.findall(without_accents(text)):
        place = 0
        for run in _UNSPACED.finditer(word):
            found += [word[place : run.start()], run[0]]
            place = run.end()
        found.append(word[place:])
    return [run for run in found if run]


def _pairs(run: str, *, is_query: bool) -> list[str]:
    if not _UNSPACED.match(run) or len(run) == 1:
        return [run]
    pairs = [run[place : place + 2] for place in range(len(run) - 1)]
    return pairs if is_query else [*pairs, run[-1]]
