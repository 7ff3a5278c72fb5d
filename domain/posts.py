"""Posts: what the bot sends unasked, each of them once, tried again while it still helps, and never late."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.ids import PostId, code
from domain.obstacles import Obstacle

LEASE = timedelta(seconds=60)
"""How long a process that has claimed a post may take before another may claim it."""
SUPERSEDED = "is_superseded"
"""In the payload of a post that a later one has overtaken: it is looked for, and not sent any more."""
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=30)
_FIRST_PAUSE_AFTER_REFUSAL = timedelta(hours=1)
_PAUSE_AFTER_REFUSALS = timedelta(hours=12)


class PostKind(StrEnum):
    """What a post tells; the values are stored."""

    ANNOUNCE = "announce"
    REMIND = "remind"
    CALL = "call"
    CALL_OWN = "own_call"  # to those who want to be reminded at a time of their own
    REMIND_DIRECTLY = "direct"  # a direct message to one member, who has asked for it
    REMIND_INSTEAD = "instead"  # in the thread, to those whom no direct message reached
    UNDECIDED = "undecided"  # whether those who said maybe come
    MOVED_UP = "seat"
    SEAT_OFFER = "seat_offer"
    CHANGE = "change"
    AGENDA = "agenda"
    ASK = "ask"
    ARRIVE = "arrive"
    TABLES = "tables"
    ROUND = "round"
    RESULT = "result"
    RECAP = "recap"
    WELCOME = "welcome"  # to first-timers
    HOST_NEEDED = "host"  # that there is something for the host to read in private
    HOST_OFFER = "host_offer"  # to a member, whether they would host a meetup
    HOST_WANTED = "host_wanted"  # to all who may plan, where nobody hosts it
    PROBLEM = "problem"
    PROPOSAL = "proposal"
    ACTION_TAKEN = "turn"
    NUDGE = "nudge"
    OUTCOME_QUESTION = "tried"
    SESSION_REPORT = "tabled"  # what a meetup made of a problem
    STILL_MATTERS = "matters"  # whether it still matters
    SOLUTION_NEWS = "solution"  # to those who have the problem, too
    DIGEST = "digest"
    INVITE = "invite"
    CIRCLE = "circle"
    CIRCLE_LINE = "circle_line"
    NOT_FORMED = "apart"
    FRONT_DESK = "front_desk"
    GREETING = "greeting"  # to a server that the bot has joined
    POLL = "poll"  # sent in answer to a command, and kept for what becomes of its message


MEETUP_POSTS = (
    PostKind.ANNOUNCE,
    PostKind.REMIND,
    PostKind.CALL,
    PostKind.CALL_OWN,
    PostKind.REMIND_DIRECTLY,
    PostKind.REMIND_INSTEAD,
    PostKind.UNDECIDED,
    PostKind.MOVED_UP,
    PostKind.SEAT_OFFER,
    PostKind.CHANGE,
    PostKind.AGENDA,
    PostKind.ASK,
    PostKind.ARRIVE,
    PostKind.TABLES,
    PostKind.ROUND,
    PostKind.RESULT,
    PostKind.RECAP,
    PostKind.WELCOME,
    PostKind.HOST_NEEDED,
    PostKind.HOST_OFFER,
    PostKind.HOST_WANTED,
)
HOST_QUESTIONS = (PostKind.HOST_OFFER, PostKind.HOST_WANTED)
PROBLEM_POSTS = (
    PostKind.PROBLEM,
    PostKind.PROPOSAL,
    PostKind.ACTION_TAKEN,
    PostKind.NUDGE,
    PostKind.OUTCOME_QUESTION,
    PostKind.SESSION_REPORT,
    PostKind.STILL_MATTERS,
    PostKind.SOLUTION_NEWS,
    PostKind.DIGEST,
)
CIRCLE_POSTS = (PostKind.INVITE, PostKind.CIRCLE, PostKind.CIRCLE_LINE, PostKind.NOT_FORMED)
TABLE_POSTS = (PostKind.FRONT_DESK, PostKind.GREETING)


class PostState(StrEnum):
    """How far a post has come: WAITING and SENDING are open, the others final. The values are stored."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    MISSED = "missed"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Post:
    """One thing to post about one subject; `key` tells apart several of one kind about the same subject.

    `attempts` counts the tries, this one included: above 1, an earlier one may have reached Discord.
    """

    id: PostId
    guild_id: int
    subject_id: int
    kind: PostKind
    key: str
    due_at: datetime
    useful_until: datetime
    attempts: int = 0
    first_tried_at: datetime | None = None
    payload: dict[str, Any] = field(default_factory=dict)

    @property
    def nonce(self) -> str:
        """The nonce of every try: where Discord knows it already, it returns the first message again."""
        return str(self.id)

    @property
    def mark(self) -> str:
        """The mark that its message carries out of sight, by which the message is found again."""
        return code(self.id)


@dataclass(frozen=True, slots=True)
class Rejected:
    """The outcome that a post is not accepted: nothing arrived.

    `obstacle` names what stands in the way, and `reason` says it to people. `was_asked` is False where the
    bot saw by itself that it need not ask Discord.
    """

    obstacle: Obstacle
    reason: str
    channel_id: int | None = None
    was_asked: bool = True

    @property
    def is_of_one_person(self) -> bool:
        """Returns whether it is about one member alone, so that nobody else can do anything about it."""
        return self.obstacle is Obstacle.PERSON

    @property
    def is_of_the_place(self) -> bool:
        """Returns whether anything else that is asked for in the same place would be refused alike."""
        return self.obstacle in {Obstacle.PERMISSION, Obstacle.LIMIT}

    @property
    def can_be_mended(self) -> bool:
        """Returns whether somebody can give or change what is demanded."""
        return self.obstacle in {Obstacle.PERMISSION, Obstacle.SETTING}

    @property
    def key(self) -> str:
        """Returns what tells it from other refusals: the channel and the reason."""
        return f"{self.channel_id}:{self.reason}"

    @property
    def payload(self) -> dict[str, Any]:
        """Returns what a notice says of it."""
        return {"channel_id": self.channel_id, "reason": self.reason, "obstacle": self.obstacle}


def retry_delay(attempts: int, *, was_refused: bool = False) -> timedelta:
    """Returns how long to wait after `attempts` failed tries: 5 seconds, doubled each time up to 30 minutes.

    Where Discord refused, which only people can change, it is an hour, and after that half a day: at most
    three requests a day.
    """
    if was_refused:
        return _FIRST_PAUSE_AFTER_REFUSAL if attempts <= 1 else _PAUSE_AFTER_REFUSALS
    doublings: int = 2 ** min(attempts - 1, 12)  # 12 are past the longest pause; more overflow a timedelta
    return min(_FIRST_PAUSE * doublings, _LONGEST_PAUSE)
