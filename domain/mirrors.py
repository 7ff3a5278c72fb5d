"""What Discord shows of a subject and has to be kept in step with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MirrorKind(StrEnum):
    """The values are stored."""

    CARD = "card"
    EVENT = "event"
    RECAP = "recap"
    PROBLEM = "problem"
    PROPOSAL = "proposal"
    TAGS = "tags"  # of a problem's forum post


MEETUP_MIRRORS = (MirrorKind.CARD, MirrorKind.EVENT, MirrorKind.RECAP)
PROBLEM_MIRRORS = (MirrorKind.PROBLEM, MirrorKind.TAGS, MirrorKind.PROPOSAL)


@dataclass(frozen=True, slots=True)
class Mirror:
    """A claim to draw a subject's mirror as it was at `version`; `attempts` counts this try."""

    subject_id: int
    kind: MirrorKind
    version: int
    attempts: int
