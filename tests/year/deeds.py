"""What people do in a year.

Each deed is drawn once, so that a year can be lived again without some of them: whom and what it is about is
picked when it is done, by its number, among whatever is there then.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from random import Random
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.backend.errors import SetupError
from simcord.backend.models import Message
from simcord.results import InteractionResult, to_discord_message

from cogs.custom_ids import MOVE_DATE, RESTORE_DATE, SKIP_DATE, CustomId
from demo.world import World
from tests.stories.board import fill_in, is_proposal
from tests.stories.edits import edit
from tests.stories.hosting import custom_ids
from tests.stories.profiles import fill_profile
from tests.stories.telling import reads, said

_ANSWERS = ("✅", "✅", "✅", "🤔", "❌")
_CITIES = ("Berlin", "Potsdam")
_NEWEST_CARDS, _NEWEST_THREADS, _NEWEST_MESSAGES = 6, 12, 3
_ALL = 200


@dataclass(frozen=True, slots=True)
class Deed:
    """At that time after the beginning somebody does this."""

    after: timedelta
    what: str
    number: int

    def __str__(self) -> str:
        hours, rest = divmod(self.after.seconds, 3600)
        return f"day {self.after.days + 1}, {hours:02}:{rest // 60:02}  {self.what} ({self.number})"


class Community:
    """The members of a world, what they see, and what was done that explains what is missing."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.joined = self.starts = 0
        self.outages: list[tuple[int, int]] = []  # from and to, in ms
        self.deleted: set[int] = set()  # messages

    @property
    def people(self) -> list[MemberActor]:
        """Everybody who is there, hosts aside."""
        present = self.world.env.backend.get_guild(self.world.guild.id).members
        known = [one for name, one in self.world.members.items() if name.startswith("member")]
        return [one for one in known if one.id in present]

    def join(self) -> None:
        """Somebody new."""
        self.joined += 1
        self.world.join(f"member{self.joined}")

    def seed_bot(self) -> None:
        """What the bot draws by lot is the same whenever the year is lived again."""
        self.starts += 1
        self.world.bot.transactions.random.seed(self.starts)

    def cards(self) -> list[discord.Message]:
        """The newest messages that take answers."""
        return self._newest(self.world.channel.id, _NEWEST_CARDS, _takes_answers)

    def newest(self, room_id: int, count: int = _NEWEST_MESSAGES) -> list[discord.Message]:
        """The newest messages of a channel or thread, by age."""
        return self._newest(room_id, count, lambda message: True)

    def _newest(
        self, room_id: int, count: int, is_wanted: Callable[[Message], bool]
    ) -> list[discord.Message]:
        env = self.world.env
        stored = reversed(env.backend.messages.get(room_id, {}).values())
        found = list(islice(filter(is_wanted, stored), count))
        return [to_discord_message(env, message) for message in reversed(found)]

    def threads(self, word: str = "") -> list[int]:
        """The threads of which the name begins so in which something was said last."""
        found = [one for one in self.world.env.backend.channels.values() if one.is_thread]
        named = [one for one in found if (one.name or "").startswith(word)]
        newest = sorted(named, key=lambda one: one.last_message_id or 0)[-_NEWEST_THREADS:]
        return [one.id for one in newest]


def _takes_answers(message: Message) -> bool:
    return len(message.reactions) == len(set(_ANSWERS))


Act = Callable[[Community, Random], Awaitable[object]]


async def _react(community: Community, random: Random) -> None:
    if cards := community.cards():
        await random.choice(community.people).react(random.choice(cards), random.choice(_ANSWERS))


async def _take_back(community: Community, random: Random) -> None:
    people = {one.id: one for one in community.people}
    backend: Any = community.world.env.backend
    for card in random.sample(cards := community.cards(), k=len(cards)):
        for reaction in backend.get_message(card.channel.id, card.id).reactions:
            if here := [user_id for user_id in reaction.user_ids if user_id in people]:
                await people[random.choice(here)].unreact(card, reaction.emoji)
                return


async def _rsvp(community: Community, random: Random) -> None:
    who, room = random.choice(community.people), community.world.channel
    if dates := await who.autocomplete(room, "meetup rsvp", "meetup", ""):
        date = random.choice(dates)["value"]
        await who.slash(room, "meetup rsvp", meetup=date, answer=random.choice(["going", "maybe", "no"]))


async def _leave(community: Community, random: Random) -> None:
    community.world.guild.remove_member(random.choice(community.people))


async def _join(community: Community, random: Random) -> None:
    community.join()


async def _come_back(community: Community, random: Random) -> None:
    here = {one.id for one in community.people}
    gone = [name for name, one in community.world.members.items() if "member" in name and one.id not in here]
    if gone:
        community.world.join(random.choice(gone))


async def _fill_profile(community: Community, random: Random) -> None:
    await fill_profile(community.world, random.choice(community.people), random.choice(_CITIES))


async def _share(community: Community, random: Random) -> None:
    number = random.randrange(10**6)
    title, is_anonymous = f"Problem {number}", random.random() < 0.2
    who = random.choice(community.people)
    shown = await fill_in(community.world, who, title=title, wants=f"W{number}", anonymous=is_anonymous)
    if shown.response is not None and "like yours" in said(shown):
        await community.world.press(who, shown, "Post mine anyway")


async def _propose(community: Community, random: Random) -> None:
    if threads := community.threads("Problem "):
        who, thread = random.choice(community.people), random.choice(threads)
        (first,) = community.newest(thread, _ALL)[:1]
        shown = await who.click(first, label="💡 Propose")
        if shown.modal is not None:
            await who.submit_modal(shown, {"text": f"Proposal {random.randrange(10**6)}"})


async def _accept(community: Community, random: Random) -> None:
    """An author, whom the problem's card names, accepts one of the proposals."""
    people = {one.id: one for one in community.people}
    for thread in random.sample(threads := community.threads("Problem "), k=len(threads)):
        card, *rest = community.newest(thread, _ALL)
        proposals = [one for one in rest if one.embeds and is_proposal(one)]
        authors = people.keys() & set(map(int, re.findall(r"<@(\d+)>", reads(card))))
        if authors and proposals:
            await people[authors.pop()].click(random.choice(proposals), label="Accept")
            return


async def _press(community: Community, random: Random) -> None:
    """Any button that somebody sees."""
    rooms = [community.world.channel.id, *community.threads()]
    recent = [one for room in rooms for one in community.newest(room) if one.components]
    if recent:
        message = random.choice(recent)
        await _reader(community, message, random).click(message, custom_id=random.choice(_buttons(message)))


async def _answer_circle(community: Community, random: Random) -> None:
    """The first button of what is for oneself: the friendly one."""
    for thread in random.sample(threads := community.threads("Your circles"), k=len(threads)):
        (message,) = community.newest(thread, 1)
        if message.components:
            await _reader(community, message, random).click(message, custom_id=_buttons(message)[0])
            return


def _buttons(message: discord.Message) -> list[str]:
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return [str(one.custom_id) for row in rows for one in row.children if isinstance(one, discord.Button)]


def _reader(community: Community, message: discord.Message, random: Random) -> MemberActor:
    """Somebody who sees it: of a private thread those who are in it."""
    backend: Any = community.world.env.backend
    inside = getattr(backend.get_channel(message.channel.id), "thread_members", {})
    readers = [one for one in community.people if one.id in inside]
    return random.choice(readers or community.people)


async def _move(community: Community, random: Random) -> None:
    form = await _manage(community, random, MOVE_DATE)
    if form is not None and form.modal is not None:
        await community.world.members["erin"].submit_modal(
            form, {"when": f"in {random.randint(30, 90)} hours"}
        )


async def _skip(community: Community, random: Random) -> None:
    await _manage(community, random, SKIP_DATE)


async def _restore(community: Community, random: Random) -> None:
    await _manage(community, random, RESTORE_DATE)


async def _manage(community: Community, random: Random, kind: CustomId) -> InteractionResult | None:
    """Erin presses such a button on the page of any date that has it; None where none has."""
    erin, room = community.world.members["erin"], community.world.channel
    dates = await erin.autocomplete(room, "meetup manage", "meetup", "")
    for date in random.sample(dates, k=len(dates)):
        shown = await erin.slash(room, "meetup manage", meetup=date["value"])
        found = [one for one in custom_ids(shown) if one.startswith(f"{kind.name}|")]
        if found and shown.response is not None:
            return await erin.click(shown.response, custom_id=found[0])
    return None


async def _more_seats(community: Community, random: Random) -> None:
    erin = community.world.members["erin"]
    await edit(community.world, erin, "Berlin", seats=random.choice(["4", "5", "6"]))


async def _clear_reactions(community: Community, random: Random) -> None:
    if cards := community.cards():
        card = random.choice(cards)
        community.world.env.backend.clear_reactions(card.channel.id, card.id)


async def _delete_message(community: Community, random: Random) -> None:
    if messages := [one for one in community.newest(community.world.channel.id, 8) if one.embeds]:
        message = random.choice(messages)
        community.deleted.add(message.id)
        community.world.env.backend.delete_message(message.channel.id, message.id)


async def _restart(community: Community, random: Random) -> None:
    await community.world.restart()
    community.seed_bot()


async def _cut_off(community: Community, random: Random) -> None:
    """The bot is away for some hours, and people go on."""
    world, began = community.world, community.world.now
    await world.bot.close()
    for _ in range(5):
        await world.env.advance_time(random.randint(600, 4 * 3600))
        for act in (_react, _take_back, random.choice([_leave, _join, _clear_reactions, _react])):
            await act(community, random)
    await world.restart()
    community.seed_bot()
    community.outages.append((int(began.timestamp() * 1000), int(world.now.timestamp() * 1000)))


# How often in a week, on average.
WEEKLY: dict[str, tuple[float, Act]] = {
    "react": (30, _react),
    "take back": (8, _take_back),
    "answer by command": (2, _rsvp),
    "leave": (0.5, _leave),
    "join": (0.5, _join),
    "come back": (0.2, _come_back),
    "fill in a profile": (1, _fill_profile),
    "share a problem": (1, _share),
    "propose": (2, _propose),
    "accept": (0.7, _accept),
    "press a button": (4, _press),
    "answer a circle": (12, _answer_circle),
    "move a date": (0.3, _move),
    "skip a date": (0.3, _skip),
    "restore a date": (0.3, _restore),
    "add seats": (0.1, _more_seats),
    "clear reactions": (0.2, _clear_reactions),
    "delete a message": (0.2, _delete_message),
    "restart the bot": (0.4, _restart),
    "cut the bot off": (0.15, _cut_off),
}


def draw(random: Random, days: int) -> list[Deed]:
    """Everything that is done in so many days."""
    found = [
        Deed(timedelta(days=random.uniform(0, days)), what, random.randrange(10**6))
        for what, (times, _) in WEEKLY.items()
        for _ in range(round(times * days / 7 + random.random() - 0.5))
    ]
    return sorted(found, key=lambda deed: deed.after)


async def do(deed: Deed, community: Community) -> None:
    """Do it. What cannot be done any more is left: somebody reads an old screen."""
    try:
        await WEEKLY[deed.what][1](community, Random(deed.number))
    except SetupError:
        return
