"""Splitting of texts into the words that search compares: accents, case and form of letters do not matter.

A query is split in the same way as a text, so that it can only ever be words and never syntax.

Names of tools in which signs are letters are words of their own: `C`, `C++` and `C#` are three languages, and
`.NET` is no net. They have no other forms, and no other word begins or ends within one.
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
_STARTS = r"(?<![a-z0-9])"
# As without_accents leaves them. C'est is no C: what is elided before a vowel is no word.
_NAMES = re.compile(
    rf"""
      {_STARTS}(?P<objective>obj(?:ective)?[-\s]?c)(?P<plus>\+\+)?(?![a-z0-9+\#])
    | {_STARTS}(?P<asp>asp|ado|vb)\.net(?![a-z])
    | (?<![a-z0-9.])\.net(?![a-z]) | {_STARTS}dot-?(?P<dotnet>net)(?![a-z])
    | {_STARTS}(?P<script>[a-z][a-z0-9]*)\.js(?![a-z0-9])
    | {_STARTS}(?P<joined>node|react|vue|next|nuxt|angular|express)js(?![a-z0-9])
    | {_STARTS}(?P<go>golang)(?![a-z0-9])
    | {_STARTS}(?P<signed>[a-z][a-z0-9]*\+\+(?!\+)|[a-z]\#(?![a-z\#])|[a-z]&[a-z](?![a-z0-9]))
    | {_STARTS}(?P<elided>c)['\u2019](?=[^\W\d_])
    """,
    re.VERBOSE,
)
_SIGNS = frozenset("+#.&_")
_SHARP = "\u266f"
# One letter, or Go within a sentence, written as names are.
_AS_NAMES = re.compile(r"(?<![\w'\u2019&.-])(?:[CDR]|(?<=[\w,;/] )Go)(?![\w'\u2019&.+#-])")


def text_words(text: str) -> list[str]:
    """Returns the words of a text, in order.

    Scripts that put no spaces between words give each pair of neighbouring characters, and the last character
    by itself: so a query of one character finds it at the start of some word. Node.js gives its parts, too.
    """
    return _words(text, is_query=False)


def query_words(text: str) -> list[str]:
    """Returns the words of a query in order, each once.

    Unspaced scripts give pairs, or a single character.
    """
    return list(dict.fromkeys(_words(text, is_query=True)))


def words_as_names(text: str) -> set[str]:
    """Returns the short words of a text that are written as the names of languages: C, D, R, Go."""
    return {without_accents(name) for name in _AS_NAMES.findall(text)}


def is_name(word: str) -> bool:
    """Returns whether the word is a name with signs, which has no other forms."""
    return not _SIGNS.isdisjoint(word)


def is_unspaced(word: str) -> bool:
    """Returns whether the word comes from a script without spaces, where it is a piece of a longer run."""
    return _UNSPACED.match(word) is not None


def _words(text: str, *, is_query: bool) -> list[str]:
    folded, place, found = without_accents(text.replace(_SHARP, "#")), 0, list[str]()
    for name in _NAMES.finditer(folded):
        found += _plain_words(folded[place : name.start()], is_query=is_query)
        found += _name_words(name, is_query=is_query)
        place = name.end()
    return found + _plain_words(folded[place:], is_query=is_query)


def _name_words(name: re.Match[str], *, is_query: bool) -> list[str]:
    """Returns the name as one word; of a text, also the parts by which somebody may look for it."""
    parts = name.groupdict(default="")
    if script := parts["script"] or parts["joined"]:
        return [f"{script}.js", *([] if is_query else [script, "js"])]
    if parts["go"]:
        return ["golang", *([] if is_query else ["go"])]
    if parts["objective"]:
        return [f"objective_c{parts['plus']}"]
    if parts["asp"]:
        return [parts["asp"], ".net"]
    if parts["elided"]:
        return []
    return [parts["signed"] or ".net"]


def _plain_words(text: str, *, is_query: bool) -> list[str]:
    return [word for run in _runs(text) for word in _pairs(run, is_query=is_query)]


def _runs(text: str) -> list[str]:
    """Returns the words of a folded text, and each run of an unspaced script as one."""
    found = []
    for word in _WORD.findall(text):
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
