"""What is to be redrawn: messages, events and tags in Discord that show the state of a subject."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EditKind(StrEnum):
    """What of a subject Discord shows; the values are stored."""

    CARD = "card"
    EVENT = "event"
    PROBLEM = "problem"
    PROPOSAL = "proposal"
    TAGS = "tags"  # of a problem's forum post
    TITLE = "title"  # of a problem's thread, which is woken for it
    FRONT_DESK = "front_desk"
    MESSAGE = "message"  # of a post, whose id is the subject


MEETUP_EDITS = (EditKind.CARD, EditKind.EVENT)
PROBLEM_EDITS = (EditKind.PROBLEM, EditKind.TAGS, EditKind.TITLE, EditKind.PROPOSAL)
TABLE_EDITS = (EditKind.FRONT_DESK,)

EDIT_PAUSE_MS = 3_000  # between two edits of one message


@dataclass(frozen=True, slots=True)
class PendingEdit:
    """A claim to redraw what Discord shows of one subject.

    `version` counts the subject's changes when it was claimed: where it is higher after the drawing, it is
    drawn again. `attempts` counts the tries, this one included.
    """

    subject_id: int
    kind: EditKind
    version: int
    attempts: int
