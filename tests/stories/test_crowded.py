"""A server with a lot of everything: whatever is asked for is shown, within what Discord takes."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.enums import OptionType

from demo.world import World
from tests.stories.board import boss, propose, share
from tests.stories.telling import card
from tests.stories.tour import Spec, list_commands, walk
from tests.stories.venues import add_venue

_MANY = 30  # more than an embed has fields, a list has choices and a row has buttons


@pytest.mark.slow
async def test_where_there_is_a_lot_of_everything_every_command_has_an_answer(world: World) -> None:
    await walk(world, "en-US")
    crowd = [world.guild.add_member(world.env.create_user(f"member{number}")) for number in range(_MANY)]
    await _fill(world, crowd)
    asked, answered, organiser = 0, 0, boss(world)
    for path, options in list_commands(world):
        members = () if path.startswith("longtable") else (world.members["erin"], crowd[0])
        for who in (organiser, *members):
            if (picked := await _pick(world, who, path, options)) is not None:
                shown = await who.slash(world.channel, path, **picked)
                asked += 1
                answered += shown.response is not None or shown.modal is not None
    assert asked == answered
    assert asked > 2 * len(list(list_commands(world)))
    await world.settle()


async def _fill(world: World, crowd: list[MemberActor]) -> None:
    organiser, erin = boss(world), world.members["erin"]
    for number, who in enumerate(crowd):
        await add_venue(organiser, world.channel, name=f"Café {number}", city="Berlin")
        await world.plan(erin, title=f"Date {number}", when=f"in {number + 1} days", pings="start")
        thread = await share(world, who, title=f"Invoices come late {number}", tags=f"tag{number}")
    for number, who in enumerate(crowd):
        await propose(world, who, thread, f"Ask for {number} percent at once")
        await who.react(card(world), "✅")


async def _pick(world: World, who: MemberActor, path: str, options: list[Spec]) -> dict[str, Any] | None:
    """A value for each option that must have one or offers some; None where there is none to pick."""
    picked: dict[str, Any] = {}
    for one in options:
        if one.get("autocomplete"):
            choices = await who.autocomplete(world.channel, path, one["name"], "")
            assert len(choices) <= 25
            if choices:
                picked[one["name"]] = choices[0]["value"]
        elif one.get("required"):
            picked[one["name"]] = _value(world, one)
        if one.get("required") and one["name"] not in picked:
            return None
    return picked


def _value(world: World, option: Spec) -> Any:
    if choices := option.get("choices"):
        return choices[0]["value"]
    match option["type"]:
        case OptionType.INTEGER:
            return option.get("min_value", 1)
        case OptionType.BOOLEAN:
            return True
        case OptionType.USER:
            return world.members["bob"]
        case OptionType.CHANNEL:
            return world.channel
        case OptionType.ROLE:
            return world.hosts
        case _:
            return "invoices late"
