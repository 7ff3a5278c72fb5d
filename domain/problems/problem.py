"""A problem and the proposals to solve it: the nouns of this column, and the bounds on what people enter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.boards import Board
from domain.errors import Refusal
from domain.ids import ProblemId, ProposalId
from domain.text import cleaned, folded, is_visible
from languages import gettext, number

TITLE_LENGTH = 90  # a thread's name has room for 100
TEXT_LENGTH = 1500
PROPOSAL_LENGTH = 3500


class State(StrEnum):
    """Where a problem stands; the values are stored."""

    OPEN = "open"
    SOLVED = "solved"
    CLOSED = "closed"
    REMOVED = "removed"  # its thread was deleted: it is on the board no more


class Stage(StrEnum):
    """Where a problem stands, as members see it: one that is open may still wait for a first proposal."""

    WAITING = "waiting"
    OPEN = "open"
    SOLVED = "solved"
    CLOSED = "closed"


class Outcome(StrEnum):
    """Whether an accepted proposal worked, as the author reports it; the values are stored."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Vote(StrEnum):
    """What a reaction says; the values are stored."""

    ME_TOO = "me_too"  # under a problem
    UP = "up"  # under a proposal


@dataclass(frozen=True, slots=True)
class Details:
    """What an author writes."""

    title: str
    wants: str
    tried: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """`author_id` None is anonymous: only the author's own request can show that it is theirs.

    A thread has the id of the message it starts from, so `message_id` names both.
    """

    id: ProblemId
    guild_id: int
    author_id: int | None
    details: Details
    board: Board
    created_at: datetime
    state: State = State.OPEN
    message_id: int | None = None
    is_locked: bool = False
    has_author_left: bool = False
    accepted_id: ProposalId | None = None
    accepted_at: datetime | None = None
    turns: int = 0
    proposals: int = 0
    votes: int = 0

    @property
    def is_anonymous(self) -> bool:
        return self.author_id is None

    @property
    def stage(self) -> Stage:
        if self.state is State.OPEN:
            return Stage.OPEN if self.proposals else Stage.WAITING
        return Stage.SOLVED if self.state is State.SOLVED else Stage.CLOSED


@dataclass(frozen=True, slots=True)
class Source:
    """The reply that a proposal was kept from."""

    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody suggests. `outcome` None: accepted or not, nobody has reported whether it worked."""

    id: ProposalId
    problem_id: ProblemId
    author_id: int
    text: str
    created_at: datetime
    source: Source | None = None
    message_id: int | None = None
    outcome: Outcome | None = None
    votes: int = 0


def check_title(text: str) -> str:
    """The title on one line; raises Refusal if there is nothing to see in it or it is too long."""
    title = folded(text)
    if not is_visible(title):
        raise Refusal(gettext("A problem needs a title, such as “A client pays late, every time”."))
    if len(title) > TITLE_LENGTH:
        raise Refusal(
            gettext(
                "That title has {count} characters; up to {most} fit on a phone.",
                count=len(title),
                most=TITLE_LENGTH,
            )
        )
    return title


def check_wants(text: str) -> str:
    """What the author wants; raises Refusal if there is nothing to see in it or it is too long."""
    if not is_visible(text):
        raise Refusal(gettext("Say in a sentence or two what you want. It is what others can help with."))
    return _checked(text, gettext("What you want"))


def check_tried(text: str) -> str:
    """What the author has tried, which may be nothing; raises Refusal if it is too long."""
    return _checked(text, gettext("What you tried")) if is_visible(text) else ""


def check_proposal(text: str) -> str:
    """What somebody suggests; raises Refusal if there is nothing to see in it or it is too long."""
    if not is_visible(text):
        raise Refusal(gettext("There is no text in that. A proposal needs a sentence or two."))
    proposal = cleaned(text)
    if len(proposal) > PROPOSAL_LENGTH:
        raise Refusal(
            gettext(
                "That has {count} characters; a proposal has up to {most}.",
                count=number(len(proposal)),
                most=number(PROPOSAL_LENGTH),
            )
        )
    return proposal


def _checked(text: str, name: str) -> str:
    text = cleaned(text)
    if len(text) > TEXT_LENGTH:
        raise Refusal(
            gettext(
                "{name} has {count} characters; up to {most} are read to the end.",
                name=name,
                count=number(len(text)),
                most=number(TEXT_LENGTH),
            )
        )
    return text
