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
class End:
    """At a step if it comes, and after so many seconds at the latest."""

    name: str = _ANY_MOMENT
    after_s: float = LONGEST_LIFE_S
    watch: Watcher = _watch_nothing
    prelude: str = ""  # code that the process runs first


@dataclass(frozen=True)
class Step:
    """A moment in what the bot asks of Discord: before it takes effect, after it, or after its answer."""

    name: str
    when: str
    method: str
    path: str

    def make_end(self, left: int, kill: Callable[[], None]) -> End:
        """The so manyeth time."""

        async def watch(when: str, method: str, path: str) -> None:
            nonlocal left
            if (when, method) == (self.when, self.method) and re.search(self.path, path):
                left -= 1
                if left == 0:
                    kill()

        return End(self.name, watch=watch)


@dataclass(frozen=True)
class Within:
    """A moment within the process: a function has done its work, and what follows has not begun.

    Where that is a function of a transaction, it is not committed. What comes up seldom ends it at once.
    """

    name: str
    module: str
    function: str
    is_seldom: bool = False

    def make_end(self, left: int, kill: Callable[[], None]) -> End:
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
        return End(self.name, prelude=prelude)


STEPS = (
    Step("between claim and send", "before", "POST", "/messages$"),
    Step("between send and answer", "after", "POST", "/messages$"),
    Step("between answer and mark", "answered", "POST", "/messages$"),
    Step("while a card gets its reactions", "before", "PUT", "/@me$"),
    Step("before a thread opens", "before", "POST", "/threads$"),
    Step("after a thread opened", "after", "POST", "/threads$"),
    Step("while members are let into a thread", "before", "PUT", "/thread-members/"),
    Step("while a card is drawn", "after", "PATCH", "/messages/"),
    Step("while cards are read again", "after", "GET", "/messages/"),
    Step("between a button and its answer", "before", "POST", "/callback$"),
    Step("after a button's answer", "after", "POST", "/callback$"),
    Within("while a post is claimed", "services.outbox", "claim_due"),
    Within("while a post is marked", "db.posts", "finish_post"),
    Within("while a card's answers are stored", "db.rsvps", "save_changes"),
    Within("while a round is stored", "services.circles.rounds", "_propose", is_seldom=True),
    Within("while a circle changes", "services.circles.life", "keep", is_seldom=True),
    Within("while a copy is looked at", "db.copies", "look_at", is_seldom=True),
)


def draw_end(random: Random, kill: Callable[[], None], longest_s: float = LONGEST_LIFE_S) -> End:
    """One of all these; `kill` ends the process at once."""
    if random.random() < _SHARE_OF_ANY_MOMENT:
        return End(after_s=random.uniform(0.3, longest_s))
    end = random.choice(STEPS).make_end(int(_LATEST_STEP ** random.random()), kill)
    return replace(end, after_s=longest_s)
