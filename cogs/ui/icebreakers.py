"""A first question for people who have just met."""

from __future__ import annotations

_QUESTIONS = {
    "books": "Which book did you last press into somebody's hands?",
    "board games": "Which game do you never say no to?",
    "coffee": "Where is the best coffee you know, and how do you make yours at home?",
    "cooking": "What do you cook when there are ten minutes before the next call?",
    "cycling": "Which road around here should everybody ride once?",
    "dogs": "Who walks whom at your place, and when?",
    "drawing": "What have you drawn lately, if only in a boring meeting?",
    "films": "Which film can you watch again and again?",
    "gardening": "What grows at your place, on purpose or not?",
    "hiking": "Which walk would you show to somebody new in town?",
    "languages": "Which word does your language have that the others lack?",
    "making music": "What do you play, and who may listen?",
    "photography": "What is the last picture you took that was not of a screen?",
    "running": "Morning or evening, and where to?",
    "swimming": "Lake, sea or lane?",
    "video games": "Which game has eaten most of your evenings?",
    "writing": "What do you write when nobody pays for it?",
    "yoga": "What do you do against a stiff neck at four in the afternoon?",
}
_FOR_EVERYBODY = "What do you work on, and what is on your desk that has no business there?"


def question_about(interest: str | None) -> str:
    """Something that is easily answered by whoever shares the interest; None asks everybody alike."""
    return _QUESTIONS.get(interest or "", _FOR_EVERYBODY)
