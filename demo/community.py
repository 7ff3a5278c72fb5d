"""A community to try the bot in: a dozen people in several cities, with a past and plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import discord
from simcord.backend.errors import BackendError, SetupError
from simcord.builders import ChannelHandle

from demo.board import TAGS, BoardLife
from demo.circle_life import CircleLife
from demo.forms import fill_in
from demo.profiles import fill_profile
from demo.session_life import SessionLife
from demo.settings import set_up
from demo.world import World
from domain.profiles import INTERESTS
from domain.times.recurrence import Monthly

HISTORY = timedelta(weeks=5)
_A_DAY = timedelta(days=1)
_INVOICE_HOURS = Monthly((1, 3), weekday=2)
_FREE_TOGETHER = ("1:evening", "4:morning")
_OTHER_PARTS = ("0:morning", "2:afternoon", "3:evening", "5:morning", "5:afternoon")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works from home.

    `sociable` is how likely they answer with ✅; `is_online` would meet by voice where nobody is near.
    `locale` is the language of their Discord, None for English.
    """

    name: str
    zone: str
    work: str
    sociable: float
    is_host: bool = False
    is_online: bool = False
    locale: str | None = None


PEOPLE = (
    Person("Erin", "Europe/Berlin", "translator", 0.9, is_host=True),
    Person("Jules", "America/Montreal", "bookkeeper", 0.7, is_host=True, is_online=True),
    Person("Alice", "Europe/Berlin", "illustrator", 0.9),
    Person("Bob", "Europe/Berlin", "web developer", 0.7),
    Person("Charlie", "Europe/Lisbon", "copywriter", 0.6, is_online=True),
    Person("Dana", "Europe/Lisbon", "UX researcher", 0.5),
    Person("Emre", "Europe/Berlin", "game composer", 0.8),
    Person("Farida", "Europe/Paris", "tax adviser", 0.4, is_online=True, locale="fr"),
    Person("Goran", "Europe/Zagreb", "CAD draughtsman", 0.5, is_online=True),
    Person("Hana", "Asia/Tokyo", "subtitler", 0.3, locale="ja"),
    Person("Kofi", "Africa/Accra", "data analyst", 0.6, is_online=True),
    Person("Lena", "Europe/Vienna", "podcast editor", 0.8, is_online=True, locale="de"),
    Person("Mo", "Europe/Berlin", "started freelancing last week", 0.0),
)


class Community:
    """The people in their server."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = Random(seed)  # noqa: S311
        self.idle_names: set[str] = set()  # whom the visitor plays does nothing alone
        self._answered: set[int] = set()
        guild = world.guild
        self.welcome = guild.create_text_channel("welcome")
        self.berlin = guild.create_text_channel("berlin")
        self.kitchen = guild.create_text_channel("kitchen")
        self.circles = guild.create_text_channel("circles")
        self.forum = world.make_forum("problems", *TAGS)
        self.circle_life = CircleLife(world, self.circles)
        self.voice = guild.create_voice_channel("Quiet room")
        self.table_life = SessionLife(world, self.voice, self.random)

    @property
    def rooms(self) -> list[ChannelHandle]:
        """Returns the text channels, in the order of the list."""
        return [self.welcome, self.world.channel, self.berlin, self.kitchen, self.circles]

    @property
    def places(self) -> list[ChannelHandle]:
        """Returns the text channels and the forum, in the order of the list."""
        return [*self.rooms, self.forum]

    async def populate(self) -> None:
        """Has everybody join, say where they are, and plan the meetups."""
        world = self.world
        for person in PEOPLE:
            is_organiser = person.name == "Erin"
            member = world.join(
                person.name, is_host=person.is_host, is_organiser=is_organiser, locale=person.locale
            )
            await fill_profile(
                world,
                member,
                self.welcome,
                city=person.zone.rpartition("/")[2],  # the zone is named after it
                work=person.work,
                parts=[*_FREE_TOGETHER, *self.random.sample(_OTHER_PARTS, 2)],
                interests=self.random.sample(INTERESTS, 3),
                second_language=self.random.choice(("de", "fr", "pt")),
                company=self.random.randint(2, 10),
                is_online=person.is_online,
            )
        erin, jules = world.members["Erin"], world.members["Jules"]
        await set_up(
            world,
            erin,
            self.welcome,
            board=self.forum,
            digest=self.welcome,
            circles=self.circles,
            zone="Europe/Berlin",
        )
        alice = world.members["Alice"]
        page = await alice.slash(self.welcome, "profile show")
        await world.press(alice, page, "Welcome first-timers: off")
        form = await world.press(alice, page, "Reminders")
        await alice.submit_modal(form, {"way": ["message"], "leads": "1 day, 30 min"})
        for name, address, stars in (
            ("Café Nordlicht", "Warschauer Str. 1", 5),
            ("Bahnhof Bar", "Gleis 3", 2),
        ):
            shown = await erin.slash(self.welcome, "venue add", name=name, city="Berlin", address=address)
            form = await world.press(erin, shown, "What it is like")
            await erin.submit_modal(form, {"wifi": ["works"]})
            for rater in ("Alice", "Bob", "Emre"):
                shown = await world.members[rater].slash(self.welcome, "venue show", venue=name)
                assert shown.response is not None, "it was written in above"
                await world.members[rater].select(shown.response, [str(stars)])
        await erin.send(
            self.welcome, "Welcome, all of you who work at home alone! Friday is co-working day. ☕"
        )
        await jules.send(self.kitchen, "Who else talks to their plants by Wednesday?")
        today = world.now.date()
        await world.plan(
            erin,
            self.berlin,
            title="Friday co-working",
            when="fri 9:30 Europe/Berlin",
            repeats="weekly",
            length="3h",
            place="Café Nordlicht, the long table at the back",
            capacity=6,
            role=world.coworkers,
            channel=self.berlin,
            pings="6 days, 2h",
            description="Two quiet hours, then coffee.\nFirst time? Ask for Erin, she has the green bag.",
            guests=["1"],
        )
        page = await erin.slash(self.berlin, "meetup manage", meetup="Friday co-working")
        await erin.submit_modal(await world.press(erin, page, "Hosts"), {"hosts": [alice]})
        await world.plan(
            jules,
            title="Long table online",
            when="wed 16:00 Europe/Berlin",
            repeats="every 2 weeks",
            place=self.voice.mention,
            channel=world.channel,
            pings="2 days, 1h",
        )
        await world.plan(
            jules,
            title="Invoice hour",
            when=f"{next(_INVOICE_HOURS.dates(today, today + _A_DAY))} 14:00 Europe/Lisbon",
            repeats=str(_INVOICE_HOURS),
            length="1h",
            place=self.voice.mention,
            channel=world.channel,
            pings="1 week, 1h",
        )

    async def live(self, until: datetime) -> None:
        """Lets weeks go by: the bot announces, people answer and change their minds, and help each other."""
        self.world.habits = self.answer
        for at, happen in BoardLife(self.world, self.welcome, self.forum).plan(until):
            await self.world.advance_to(at)
            await happen()
        await self.world.advance_to(until)
        erin = self.world.members["Erin"]
        page = await erin.slash(self.berlin, "meetup manage", meetup="Friday co-working")
        once = {"place": "Library at Luisenbad, second floor", "length": "4h"}
        await fill_in(erin, await self.world.press(erin, page, "Only this date"), once)
        await self.world.settle()

    async def answer(self) -> None:
        """Has everybody answer the cards that are new, and what is said in their circles."""
        await self.circle_life.go_on(self.idle_names)
        await self.table_life.go_on([self.world.channel, self.berlin], self.idle_names)
        everybody = {person.name for person in PEOPLE}
        for room in self.rooms:
            await self._answer_cards(room, everybody)
        for thread in self.circles.threads:
            await self._answer_cards(thread, self.circle_life.names_in(thread))

    async def _answer_cards(self, room: ChannelHandle, names: set[str]) -> None:
        for card in self.world.cards(room):
            if card.id not in self._answered:
                self._answered.add(card.id)
                await self._answer_card(card, [person for person in PEOPLE if person.name in names])

    async def _answer_card(self, card: discord.Message, people: Sequence[Person]) -> None:
        for person in self.random.sample(people, len(people)):
            chance = self.random.random()
            if person.name in self.idle_names or chance > 0.75 or person.sociable == 0:
                continue
            first = "✅" if self.random.random() < person.sociable else self.random.choice("🤔❌")
            await self._react(person, card, first)
            if self.random.random() < 0.1:
                await self._react(person, card, "❌")

    async def _react(self, person: Person, card: discord.Message, emoji: str) -> None:
        try:
            await self.world.members[person.name].react(card, emoji)
        except (BackendError, SetupError):
            return  # the message went away while they were thinking
