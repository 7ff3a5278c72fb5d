"""Bad people: every command with any values, every form with any entries, every button with any custom id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from discord import ComponentType
from hypothesis import strategies as st
from simcord.actors import MemberActor
from simcord.backend.errors import BackendError, SetupError
from simcord.enums import OptionType
from simcord.results import InteractionResult

from demo.world import World
from tests.drawing import drawn
from tests.stores import look_into
from tests.stories.board import boss
from tests.stories.telling import press_forged
from tests.stories.tour import Spec, list_commands, walk

_NASTY = (
    "@everyone <@&1> @here",
    "'; DROP TABLE posts; --",
    "%s {0} {x} \\x00",
    "\u202eflip\u0000",
    "9223372036854775808:2026-03-13",
    "BEGIN:VCALENDAR\r\nX-EVIL:1",
    "../../etc/passwd",
    "31.2.2026 25:61",
    "every -1 weeks",
    "👩‍💻" * 30,
)
_TEXTS = st.one_of(st.sampled_from(_NASTY), st.text(max_size=120), st.from_regex(r"\d{1,22}", fullmatch=True))
_NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.integers(-2, 30)
_EVERY_COMMAND, _PRESSES = 2, 120


@pytest.mark.slow
async def test_whoever_types_and_presses_anything_meets_no_fault_and_wakes_nobody(world: World) -> None:
    await walk(world, "en-US")
    calls = _count_calls(world)
    texts, numbers, random = drawn(_TEXTS, 150), drawn(_NUMBERS, 50), Random(1)
    for path, options in list(list_commands(world)) * _EVERY_COMMAND:
        fuzz = Fuzz(world, random, texts, numbers)
        await _unless_discord_refuses(fuzz.type(random.choice(_people(world)), path, options))
    for custom_id in drawn(_custom_ids(world), _PRESSES):
        who, known = random.choice(_people(world)), random.choice(_list_ids(world))
        forged = re.sub(r"\d{3,}", known, custom_id)
        for one in (custom_id, forged):
            await _unless_discord_refuses(press_forged(world, who, one[:100]))
    await world.settle()
    assert _count_calls(world) == calls


def _people(world: World) -> list[MemberActor]:
    return [boss(world), *(world.members[name] for name in ("erin", "alice", "bob"))]


async def _unless_discord_refuses(doing: Any) -> None:
    """Discord itself lets nobody send what a command or a form does not allow."""
    try:
        await doing
    except (SetupError, BackendError):
        return


def _custom_ids(world: World) -> st.SearchStrategy[str]:
    """Such as the bot's own buttons have."""
    patterns = world.bot._connection._view_store._dynamic_items
    return st.one_of(*(st.from_regex(one.pattern, fullmatch=True) for one in patterns))


def _list_ids(world: World) -> list[str]:
    """What means something here, though not where it is put now."""
    tables = ("meetups", "meetup_dates", "problems", "proposals", "circles", "posts", "venues")
    with look_into(world.bot.database) as connection:
        rows = [row for table in tables for row in connection.execute(f"SELECT id FROM {table} LIMIT 20")]
    return [str(row[0]) for row in rows]


def _count_calls(world: World) -> int:
    """How many messages have called everybody, or a role."""
    backend: Any = world.env.backend
    every = [message for room in backend.messages.values() for message in room.values()]
    return sum(bool(message.mention_everyone or message.ping_role_ids) for message in every)


class Fuzz:
    """Somebody who enters anything."""

    def __init__(self, world: World, random: Random, texts: list[str], numbers: list[int]) -> None:
        self.world = world
        self.random = random
        self.texts = texts
        self.numbers = numbers

    async def type(self, who: MemberActor, path: str, options: list[Spec]) -> None:
        """A command, the form that it opens, and a button of what comes back."""
        wanted = [one for one in options if one.get("required") or self.random.random() < 0.6]
        shown = await who.slash(self.world.channel, path, **{one["name"]: self._value(one) for one in wanted})
        if shown.modal is not None:
            shown = await who.submit_modal(shown, dict(self._fill_in(shown.modal["components"])))
        await self._press(who, shown)

    async def _press(self, who: MemberActor, shown: InteractionResult) -> None:
        rows = shown.response.components if shown.response is not None else []
        if buttons := [one for row in rows for one in row["components"] if "custom_id" in one]:
            assert shown.response is not None
            await who.click(shown.response, custom_id=self.random.choice(buttons)["custom_id"])

    def _value(self, option: Spec) -> Any:
        if choices := option.get("choices"):
            return self.random.choice(choices)["value"]
        match option["type"]:
            case OptionType.INTEGER:
                number = self.random.choice(self.numbers)
                return max(option.get("min_value", number), min(option.get("max_value", number), number))
            case OptionType.BOOLEAN:
                return self.random.random() < 0.5
            case OptionType.USER:
                return self.random.choice(list(self.world.members.values()))
            case OptionType.CHANNEL:
                rooms = self.world.guild.channels.values()
                return self.random.choice([one for one in rooms if not one.is_thread])
            case OptionType.ROLE:
                return self.random.choice([self.world.hosts, self.world.coworkers])
            case _:
                return self.random.choice(self.texts)[: option.get("max_length", 6000)]

    def _fill_in(self, components: list[Spec]) -> Iterator[tuple[str, Any]]:
        """Something for every field of a form, as far as Discord lets one enter it."""
        for label in components:
            one = label.get("component") or label["components"][0]
            match one["type"]:
                case ComponentType.string_select.value:
                    yield one["custom_id"], [self.random.choice(one["options"])["value"]]
                case ComponentType.text_input.value:
                    yield (
                        one["custom_id"],
                        self.random.choice(self.texts)[: one.get("max_length", 4000)] or "x",
                    )
                case ComponentType.checkbox.value:
                    yield one["custom_id"], self.random.random() < 0.5
