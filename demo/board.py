"""The past of the demo's problem board: what was shared, what others proposed, and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import discord
from simcord.builders import ChannelHandle

from demo.world import World

_OUTCOMES = {"yes": "It worked", "partly": "It worked partly", "no": "It did not work"}
TAGS = ("invoices", "clients", "rates", "taxes", "contracts", "tools", "home office", "focus")


@dataclass(frozen=True, slots=True)
class Idea:
    """What somebody proposed, `days` days after the problem was shared."""

    name: str
    text: str
    after_days: float
    likes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One problem. `accepted` is the place of the accepted idea, `outcome` what its author reported."""

    name: str
    days_ago: float
    title: str
    wants: str
    tried: str
    tags: tuple[str, ...]
    ideas: tuple[Idea, ...] = ()
    me_too: tuple[str, ...] = ()
    is_anonymous: bool = False
    accepted: int | None = None
    accepted_after_days: float = 2
    outcome: str | None = None


STORIES = (
    Story(
        "Charlie",
        33,
        "A client pays late, every time",
        "I want my invoices paid within two weeks, without a quarrel: they are nice people.",
        "Reminders by mail. They apologise, pay, and do it again.",
        ("invoices", "clients"),
        (
            Idea("Erin", "Put the date on the invoice in bold, and not “14 days net”.", 0.2, ("Kofi",)),
            Idea(
                "Farida",
                "Ask for a third up front, a third half-way, and the rest on delivery. Say that it is how "
                "you work now; nobody has ever argued with me about it.",
                1,
                ("Charlie", "Lena", "Bob", "Goran"),
            ),
        ),
        me_too=("Goran", "Lena", "Bob"),
        accepted=1,
        outcome="yes",
    ),
    Story(
        "Dana",
        26,
        "I charge too little and don't know how to stop",
        "I want to tell a client of three years that my rate goes up, and keep the client.",
        "I have written the mail four times and never sent it.",
        ("rates", "clients"),
        (
            Idea(
                "Lena",
                "Write to them in autumn that from January your rate is X. Two sentences, no reasons.",
                0.5,
                ("Dana", "Erin", "Farida"),
            ),
            Idea("Bob", "New clients first: then you know that the number is possible.", 1, ("Emre",)),
        ),
        me_too=("Alice", "Kofi", "Charlie"),
        is_anonymous=True,
        accepted=0,
        outcome="partly",
    ),
    Story(
        "Kofi",
        9.5,
        "My mornings vanish in mail",
        "I want two quiet hours before I open anything.",
        "Switching notifications off. I open it anyway.",
        ("focus",),
        (
            Idea(
                "Hana", "Log out in the evening. Typing the password is what stops me.", 0.4, ("Kofi", "Lena")
            ),
            Idea("Emre", "Start the day away from the desk, with paper.", 1),
        ),
        me_too=("Lena",),
        accepted=0,
    ),
    Story(
        "Emre",
        14,
        "Steps from the flat above on every recording",
        "I want to record at home in daytime without hearing the neighbours walk.",
        "Rugs, and a talk. They are not loud, the house is old.",
        ("home office", "tools"),
        (
            Idea(
                "Goran",
                "Hang a blanket frame over the desk, not on the walls: it comes from above.",
                1,
                ("Lena",),
            ),
            Idea("Lena", "Record in the wardrobe. Not a joke: clothes beat foam.", 2, ("Emre", "Alice")),
        ),
        me_too=("Lena",),
    ),
    Story(
        "Hana",
        8,
        "Working for clients in two countries: whom do I ask about tax?",
        "I want to know which country taxes what before the year ends.",
        "The two tax offices, who each sent me to the other.",
        ("taxes",),
        (
            Idea(
                "Farida",
                "Look for “double taxation agreement” with the names of both countries; article 7 is yours. "
                "Then pay for one hour with an adviser who does both.",
                2,
                ("Kofi",),
            ),
        ),
        me_too=("Kofi", "Charlie"),
    ),
    Story(
        "Goran",
        3,
        "Backups that survive a cup of coffee",
        "I want one that runs by itself, and a copy that is not in this room.",
        "A disk in the drawer. The last backup is from spring.",
        ("tools",),
        (Idea("Kofi", "Two disks that swap places with your parents' house every month.", 0.6, ("Bob",)),),
        me_too=("Alice", "Bob"),
    ),
    Story(
        "Lena",
        1,
        "My first retainer: what goes into the contract?",
        "A client wants me for ten hours a month. I want to know what to settle beforehand.",
        "",
        ("contracts", "clients"),
        me_too=("Alice", "Dana", "Emre", "Charlie"),
    ),
)


class BoardLife:
    """The players of the stories, each in its time."""

    def __init__(self, world: World, room: ChannelHandle, forum: ChannelHandle) -> None:
        self.world = world
        self.room = room
        self.forum = forum
        self._threads: dict[str, ChannelHandle] = {}

    def plan(self, today: datetime) -> list[tuple[datetime, Callable[[], Awaitable[None]]]]:
        """Returns what happens when, in order of time."""
        steps: list[tuple[datetime, Callable[[], Awaitable[None]]]] = []
        for story in STORIES:
            at = today - timedelta(days=story.days_ago)
            steps.append((at, partial(self._share, story)))
            for idea in story.ideas:
                proposed_at = at + timedelta(days=idea.after_days)
                steps.append((proposed_at, partial(self._propose, story, idea)))
            if story.accepted is not None:
                accepted_at = at + timedelta(days=story.accepted_after_days)
                steps.append((accepted_at, partial(self._accept, story)))
            if story.outcome is not None:
                reported_at = at + timedelta(days=story.accepted_after_days + 7.5)
                steps.append((reported_at, partial(self._report, story)))
        return sorted(steps, key=lambda step: step[0])

    async def _share(self, story: Story) -> None:
        author = self.world.members[story.name]
        form = await author.slash(self.room, "problem share")
        values = {
            "title": story.title,
            "wants": story.wants,
            "tried": story.tried,
            "tags": list(story.tags),
            "anonymous": story.is_anonymous,
        }
        shown = await author.submit_modal(form, values)
        if shown.response is not None and shown.response.embeds:  # there are similar ones
            await self.world.press(author, shown, "Post mine anyway")
        await self.world.settle()
        self._threads[story.title] = next(one for one in self.forum.threads if one.name == story.title)
        for name in story.me_too:
            await self.world.members[name].react(self._first(story), "🙋")

    async def _propose(self, story: Story, idea: Idea) -> None:
        form = await self.world.members[idea.name].click(self._first(story), label="💡 Propose")
        await self.world.members[idea.name].submit_modal(form, {"text": idea.text})
        await self.world.settle()
        for name in idea.likes:
            await self.world.members[name].react(self._showing(story, idea), "👍")

    async def _accept(self, story: Story) -> None:
        assert story.accepted is not None, "only what was accepted is planned"
        shown = self._showing(story, story.ideas[story.accepted])
        await self.world.members[story.name].click(shown, label="Accept")
        await self.world.settle()

    async def _report(self, story: Story) -> None:
        author = self.world.members[story.name]
        shown = await author.slash(self._threads[story.title], "problem show")
        await self.world.press(author, shown, _OUTCOMES[story.outcome or ""])
        await self.world.settle()

    def _first(self, story: Story) -> discord.Message:
        thread = self._threads[story.title]
        return next(message for message in thread.history() if message.id == thread.id)

    def _showing(self, story: Story, idea: Idea) -> discord.Message:
        messages = self._threads[story.title].history()
        return next(
            one for one in messages if one.embeds and idea.text[:30] in (one.embeds[0].description or "")
        )
