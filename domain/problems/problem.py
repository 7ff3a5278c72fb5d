"""Problems and proposals to solve them: the values of this feature, and the bounds on what people enter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.boards import Board
from domain.errors import Refusal
from domain.ids import ProblemId, ProposalId
from domain.text import cleaned, is_visible, on_one_line
from languages import gettext, number

TITLE_LENGTH = 90  # characters; a thread's name has room for 100
TEXT_LENGTH = 1500
PROPOSAL_LENGTH = 3500
MOST_PROPOSALS = 50  # to one problem


class ProblemState(StrEnum):
    """The state of a problem as it is stored."""

    OPEN = "open"
    SOLVED = "solved"
    CLOSED = "closed"
    REMOVED = "removed"  # its thread was deleted: it is on the board no more


class Stage(StrEnum):
    """The state of a problem as members see it: one that is open may still wait for its first proposal."""

    WAITING = "waiting"
    OPEN = "open"
    SOLVED = "solved"
    CLOSED = "closed"


class ProposalOutcome(StrEnum):
    """Whether an accepted proposal worked, as the author reports it; the values are stored."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Vote(StrEnum):
    """What a reaction under a problem or a proposal says; the values are stored."""

    ME_TOO = "me_too"  # under a problem
    UP = "up"  # under a proposal


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """What the author of a problem writes."""

    title: str
    wants: str
    tried: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem as it is stored.

    `author_id` is None for an anonymous one: only the author's own request can show that it is theirs. A
    thread has the id of the message it starts from, so `message_id` names both; it is None until they are
    posted. `accepted_id` and `accepted_at` are None while no proposal is accepted. `turns` counts its changes
    of state, `revision` those of what it says, `proposals` and `votes` what it has of them. `is_edited` is
    true once the author has changed what others had answered to.
    """

    id: ProblemId
    guild_id: int
    author_id: int | None
    details: ProblemDetails
    board: Board
    created_at: datetime
    state: ProblemState = ProblemState.OPEN
    message_id: int | None = None
    is_locked: bool = False
    has_author_left: bool = False
    accepted_id: ProposalId | None = None
    accepted_at: datetime | None = None
    turns: int = 0
    proposals: int = 0
    votes: int = 0
    revision: int = 0
    is_edited: bool = False

    @property
    def has_been_answered(self) -> bool:
        """Whether others have voted or proposed, or a solution was accepted, for what it says now."""
        return bool(self.votes or self.proposals or self.turns)

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody may know whose problem this is."""
        return self.author_id is None

    def author_to_tell(self, actor_id: int | None) -> int | None:
        """Returns the id of the author, who should hear of what the actor did.

        None where it was their own doing, and where the author is anonymous or has left.
        """
        return None if self.has_author_left or self.author_id == actor_id else self.author_id

    @property
    def stage(self) -> Stage:
        """The state as members see it; a problem that was removed counts as closed."""
        if self.state is ProblemState.OPEN:
            return Stage.OPEN if self.proposals else Stage.WAITING
        return Stage.SOLVED if self.state is ProblemState.SOLVED else Stage.CLOSED


@dataclass(frozen=True, slots=True)
class ReplySource:
    """The message from which a proposal was made with the menu “Keep as solution”."""

    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal as it is stored.

    `source` is None where it was typed into the form, `message_id` until it is posted. `outcome` is None
    while the author has not reported whether it worked, whether it is accepted or not. `revision` counts the
    changes of its text; `is_edited` is true once its author has changed what others liked or accepted.
    """

    id: ProposalId
    problem_id: ProblemId
    author_id: int
    text: str
    created_at: datetime
    source: ReplySource | None = None
    message_id: int | None = None
    outcome: ProposalOutcome | None = None
    votes: int = 0
    revision: int = 0
    is_edited: bool = False


def check_title(text: str) -> str:
    """Returns the title on one line. Raises Refusal where there is nothing to see in it or it is too long."""
    title = on_one_line(text)
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
    """Returns what the author wants. Raises Refusal where there is nothing to see in it or it is too long."""
    if not is_visible(text):
        raise Refusal(gettext("Say in a sentence or two what you want. It is what others can help with."))
    return _checked(text, gettext("What you want"))


def check_tried(text: str) -> str:
    """Returns what the author has tried, which may be nothing. Raises Refusal where it is too long."""
    return _checked(text, gettext("What you tried")) if is_visible(text) else ""


def check_proposal(text: str) -> str:
    """Returns a proposal's text. Raises Refusal where there is nothing to see in it or it is too long."""
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
                "{name} has {count} characters; up to {most} fit.",
                name=name,
                count=number(len(text)),
                most=number(TEXT_LENGTH),
            )
        )
    return text
