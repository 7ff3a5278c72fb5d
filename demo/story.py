"""One story as members see it, checked step by step.

It goes from plan to reminder, from problem to solution, from living near each other to a circle of their own,
and all of it at one table.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import discord

from demo.narrator import BERLIN, Narrator, embed_text
from demo.story_circles import CIRCLE_SCENES
from demo.story_hosting import HOSTING_SCENES
from demo.story_problems import PROBLEM_SCENES
from demo.story_session import SESSION_SCENES
from demo.world import World, open_world

# The clocks in Berlin go forward on 29 March 2026, between the third and the fourth date.
_STARTS_AT = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


async def play(folder: Path, out: TextIO) -> list[str]:
    """Plays the story with the bot's files in `folder`; returns what went wrong, empty if all is well."""
    async with open_world(folder, _STARTS_AT) as world:
        teller = Narrator(world, out)
        for name in ("Erin", "Alice", "Bob", "Charlie", "Dana", "Emre", "Farida"):
            world.join(name, is_host=name == "Erin")
        await world.bot.gazetteer.prepare()  # as before the bot connects: nobody's command waits for it
        with world.env.time_context():
            meetups = (_plan, _announce, _answer, _skip, _restart, _clock_change)
            for scene in (*meetups, *PROBLEM_SCENES, *CIRCLE_SCENES, *SESSION_SCENES, *HOSTING_SCENES):
                await scene(world, teller)
        return teller.failures


async def _plan(world: World, teller: Narrator) -> None:
    teller.chapter("Erin plans a weekly session")
    shown = await world.draft(
        world.members["Erin"],
        title="Friday co-working",
        when="fri 9:30",
        repeats="weekly",
        place="Café Nordlicht",
        seats="3",
        role=world.coworkers,
    )
    teller.show_reply(shown)
    teller.check("nothing is saved before she says so", await world.bot.next_due_at() is None)
    saved = await world.press(world.members["Erin"], shown, "Save")
    teller.show_reply(saved)
    teller.check("nothing is posted yet: the first ping is three days ahead", not world.cards())


async def _announce(world: World, teller: Narrator) -> None:
    await world.advance_to(datetime(2026, 3, 10, 9, 30, tzinfo=BERLIN))
    teller.chapter("The bot announces it by itself")
    cards = world.cards()
    teller.show("#meetups", cards[-1] if cards else None)
    teller.check("there is one card", len(cards) == 1)
    teller.check("and one event in the server's own list", len(world.events) == 1)
    teller.check("it mentions the role and nobody else", cards[0].raw_role_mentions == [world.coworkers.id])
    emoji = [str(reaction.emoji) for reaction in cards[0].reactions]
    teller.check("the three reactions are there to be tapped on", emoji == ["✅", "🤔", "❌"])


async def _answer(world: World, teller: Narrator) -> None:
    card = world.cards()[0]
    for name, emoji in (
        ("Alice", "✅"),
        ("Bob", "✅"),
        ("Charlie", "🤔"),
        ("Dana", "✅"),
        ("Emre", "✅"),
        ("Farida", "✅"),
    ):
        await world.members[name].react(card, emoji)
    await world.settle()
    teller.chapter("Six members react; three seats")
    teller.show("#meetups", world.cards()[0])
    teller.check("Emre and Farida wait, in that order", _waiting(world) == ["Emre", "Farida"])
    await world.members["Bob"].react(card, "❌")
    await world.settle()
    teller.chapter("Bob can't come after all")
    teller.show("the thread", _last(world.thread(card)))
    teller.check("Emre has moved up and is told", _waiting(world) == ["Farida"])
    reactions = {str(one.emoji): one.count for one in world.cards()[0].reactions}
    teller.check("Bob's older ✅ was taken away", reactions["✅"] == 5)


async def _skip(world: World, teller: Narrator) -> None:
    await world.advance_to(datetime(2026, 3, 18, 12, 0, tzinfo=BERLIN))
    card = world.cards()[-1]
    await world.members["Dana"].react(card, "✅")
    teller.chapter("Next week's date has been announced; Erin is away, and skips it")
    erin = world.members["Erin"]
    shown = await erin.slash(world.channel, "meetup manage", meetup="Friday co-working")
    shown = await world.press(erin, shown, "Skip")
    await world.settle()
    teller.show_reply(shown)
    teller.show("the thread", _last(world.thread(card)))
    teller.check("the card says so", "does not take place" in (world.cards()[-1].embeds[0].description or ""))
    teller.check("Dana, who had answered, is mentioned", _mentions(world, card, "Dana"))


async def _restart(world: World, teller: Narrator) -> None:
    teller.chapter("The bot stops. While it is away, the week goes on and Alice answers")
    await world.advance_to(datetime(2026, 3, 25, 12, 0, tzinfo=BERLIN))
    card = world.cards()[-1]
    before = len(world.channel.history())
    await world.bot.close()
    await world.members["Alice"].react(card, "✅")
    await world.restart()
    await world.settle()
    teller.show("#meetups", world.cards()[-1])
    teller.check("Alice's answer was not lost", "Going (1 of 3)" in embed_text(world.cards()[-1].embeds[0]))
    teller.check("nothing was posted twice", len(world.channel.history()) == before)


async def _clock_change(world: World, teller: Narrator) -> None:
    await world.advance_to(datetime(2026, 4, 3, 8, 0, tzinfo=BERLIN))
    teller.chapter("The clocks have changed on 29 March. 9:30 is still 9:30")
    reminder = world.channel.last_message
    teller.show("#meetups", reminder)
    starts = [_start_of(card).astimezone(BERLIN).strftime("%d %b %H:%M") for card in world.cards()]
    teller.check(f"dates announced: {', '.join(starts)}", starts == _EXPECTED)
    offsets = {_start_of(card).astimezone(BERLIN).utcoffset() for card in world.cards()}
    teller.check("in UTC the last one is an hour earlier", len(offsets) == 2)
    is_reply = reminder is not None and reminder.reference is not None
    teller.check("the reminder, two hours before, replies to the card", is_reply)


_EXPECTED = ["13 Mar 09:30", "20 Mar 09:30", "27 Mar 09:30", "03 Apr 09:30"]


def _start_of(card: discord.Message) -> datetime:
    found = re.search(r"<t:(\d+):F>", card.embeds[0].description or "")
    return datetime.fromtimestamp(int(found[1]) if found else 0, UTC)


def _waiting(world: World) -> list[str]:
    """Returns who stands on the waitlist of the newest card."""
    names = {member.id: name for name, member in world.members.items()}
    for field in world.cards()[-1].embeds[0].fields:
        if "Waitlist" in (field.name or ""):
            return [names[int(user_id)] for user_id in re.findall(r"\d+", field.value or "")]
    return []


def _mentions(world: World, card: discord.Message, name: str) -> bool:
    message = _last(world.thread(card))
    return message is not None and world.members[name].id in message.raw_mentions


def _last(messages: list[discord.Message]) -> discord.Message | None:
    return messages[-1] if messages else None
