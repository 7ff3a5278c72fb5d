"""Ids of the rows that the bot stores: made by the bot, unique across hosts, and not to be guessed."""

from __future__ import annotations

from random import Random
from typing import NewType

from domain.errors import Refusal
from languages import gettext

MeetupId = NewType("MeetupId", int)
DateId = NewType("DateId", int)
PostId = NewType("PostId", int)
ProblemId = NewType("ProblemId", int)
ProposalId = NewType("ProposalId", int)
CircleRoundId = NewType("CircleRoundId", int)
CircleId = NewType("CircleId", int)
VenueId = NewType("VenueId", int)
PollId = NewType("PollId", int)
PictureId = NewType("PictureId", int)

_MOST_DIGITS = 19  # of 2 ** 63 - 1; looked at first, since `int` refuses texts of thousands of digits
_BITS = 63  # what a BIGINT holds; of a hundred million ids, two are alike with a chance of 1 in 2,000
_CODE_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: read aloud without mistakes
_CODE_LENGTH = 8


def new_id(random: Random) -> int:
    """Returns a random id of at most 63 bits, never negative."""
    return random.getrandbits(_BITS)


def fit_id(number: int) -> int:
    """Returns an id made from a number that others cannot guess, such as a digest with a key."""
    return number & ((1 << _BITS) - 1)


def code(value: int) -> str:
    """Returns the low 40 bits of an id as 8 characters, short enough to be read aloud."""
    digits = [_CODE_ALPHABET[(value >> (5 * place)) & 31] for place in range(_CODE_LENGTH)]
    return "".join(reversed(digits))


def find_id(text: str) -> int | None:
    """Returns the id that the text spells; None where it is not a number that `new_id` could have made."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number and int(text) >> _BITS == 0 else None


def get_id(text: str) -> int:
    """Returns the id that the text spells. Raises Refusal where `find_id` returns None."""
    value = find_id(text)
    if value is None:
        raise Refusal(gettext("I don't know what that is about. It may have been removed."))
    return value
