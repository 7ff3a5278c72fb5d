"""First questions for people who have just met."""

from __future__ import annotations

from languages import gettext, gettext_noop

_QUESTIONS = {
    "books": gettext_noop("Which book did you last recommend to somebody?"),
    "board games": gettext_noop("Which game do you never say no to?"),
    "coffee": gettext_noop("Where is the best coffee you know, and how do you make yours at home?"),
    "cooking": gettext_noop("What do you cook when there are ten minutes before the next call?"),
    "cycling": gettext_noop("Which road around here should everybody ride once?"),
    "dogs": gettext_noop("What is your dog called, and where do you like to walk together?"),
    "drawing": gettext_noop("What have you drawn lately, if only in a boring meeting?"),
    "films": gettext_noop("Which film can you watch again and again?"),
    "gardening": gettext_noop("What grows at your place, on purpose or not?"),
    "hiking": gettext_noop("Which walk would you show to somebody new in town?"),
    "languages": gettext_noop("Which word from your language should every language have?"),
    "making music": gettext_noop("What do you play, and what would you like to learn next?"),
    "photography": gettext_noop("What is the last picture you took that was not of a screen?"),
    "running": gettext_noop("Do you run in the morning or in the evening, and where?"),
    "swimming": gettext_noop("Where do you like to swim best: in a lake, the sea or a pool?"),
    "video games": gettext_noop("Which game has eaten most of your evenings?"),
    "writing": gettext_noop("What do you write just for yourself?"),
    "yoga": gettext_noop("What do you do about a stiff neck in the afternoon?"),
}
_FOR_EVERYBODY = gettext_noop("What do you work on, and what odd thing is on your desk?")


def question_about(interest: str | None) -> str:
    """Returns a question about the interest; for None and unknown ones, a question for everybody."""
    return gettext(_QUESTIONS.get(interest or "", _FOR_EVERYBODY))
