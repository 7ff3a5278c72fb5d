"""How a life of the bot ends: at any moment, or at a step that can be named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.discord_server.server import Watcher

LONGEST_LIFE_S = 12.0
_ANY_MOMENT = "at any moment"
_SHARE_OF_ANY_MOMENT = 0.3
_LATEST_STEP = 60  # how many times a step may pass before it is the last; early ones are likelier


async def _watch_nothing(when: str, method: str, path: str) -> None:
    """No request ends this life."""


@dataclass(frozen=True)
class LifeEnd:
    """At a step if it comes, and after so many seconds at the latest."""

    name: str = _ANY_MOMENT
    after_s: float = LONGEST_LIFE_S
    watch: Watcher = _watch_nothing
    prelude: str = ""  # code that the process runs first


@dataclass(frozen=True)
class RequestMoment:
    """A moment in what the bot asks of Discord: before it takes effect, after it, or after its answer."""

    name: str
    when: str
    method: str
    path: str

    def make_end(self, left: int, kill: Callable[[], None]) -> LifeEnd:
        """The so manyeth time."""

        async def watch(when: str, method: str, path: str) -> None:
            nonlocal left
            if (when, method) == (self.when, self.method) and re.search(self.path, path):
                left -= 1
                if left == 0:
                    kill()

        return LifeEnd(self.name, watch=watch)


@dataclass(frozen=True)
class ProcessMoment:
    """A moment within the process: a function has done its work, and what follows has not begun.

    Where that is a function of a transaction, it is not committed. What comes up seldom ends it at once.
    """

    name: str
    module: str
    function: str
    is_seldom: bool = False

    def make_end(self, left: int, kill: Callable[[], None]) -> LifeEnd:
        """The so manyeth time; the process does it to itself."""
        left = 1 if self.is_seldom else left
        prelude = f"""
import os, signal, {self.module} as module
left, inner = {left}, module.{self.function}
def do_and_die(*arguments, **options):
    global left
    left, done = left - 1, inner(*arguments, **options)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
module.{self.function} = do_and_die
"""
        return LifeEnd(self.name, prelude=prelude)


STEPS = (
    RequestMoment("between claim and send", "before", "POST", "/messages$"),
    RequestMoment("between send and answer", "after", "POST", "/messages$"),
    RequestMoment("between answer and mark", "answered", "POST", "/messages$"),
    RequestMoment("while a card gets its reactions", "before", "PUT", "/@me$"),
    RequestMoment("before a thread opens", "before", "POST", "/threads$"),
    RequestMoment("after a thread opened", "after", "POST", "/threads$"),
    RequestMoment("while members are let into a thread", "before", "PUT", "/thread-members/"),
    RequestMoment("while a card is drawn", "after", "PATCH", "/messages/"),
    RequestMoment("while cards are read again", "after", "GET", "/messages/"),
    RequestMoment("between a button and its answer", "before", "POST", "/callback$"),
    RequestMoment("after a button's answer", "after", "POST", "/callback$"),
    ProcessMoment("while a post is claimed", "services.outbox", "claim_due"),
    ProcessMoment("while a post is marked", "db.posts", "finish_post"),
    ProcessMoment("while a card's answers are stored", "db.rsvps", "save_changes"),
    ProcessMoment("while a round is stored", "services.circles.rounds", "_propose", is_seldom=True),
    ProcessMoment("while a circle changes", "services.circles.effects", "save_with_effects", is_seldom=True),
    ProcessMoment("while a copy is looked at", "db.copies", "inspect_copy", is_seldom=True),
)


def draw_end(random: Random, kill: Callable[[], None], longest_s: float = LONGEST_LIFE_S) -> LifeEnd:
    """One of all these; `kill` ends the process at once."""
    if random.random() < _SHARE_OF_ANY_MOMENT:
        return LifeEnd(after_s=random.uniform(0.3, longest_s))
    end = random.choice(STEPS).make_end(int(_LATEST_STEP ** random.random()), kill)
    return replace(end, after_s=longest_s)
