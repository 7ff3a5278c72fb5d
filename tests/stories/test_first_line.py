"""The line above a card, which is all that a phone shows of it before it is opened."""

from __future__ import annotations

import re

import pytest

from demo.world import World
from tests.stories.edits import edit
from tests.stories.hosting import skip
from tests.stories.telling import announced, card

_LONGEST_TIME = "September 30, 2026 12:30 PM"


def _as_shown(content: str) -> str:
    return re.sub(r"<t:\d+:f>", _LONGEST_TIME[:22], content).replace("\\", "")


@pytest.mark.parametrize("place", ["Café Nordlicht", "The long table at the very back of the library", ""])
@pytest.mark.parametrize(
    "title", ["Friday co-working", "An evening with all who do their books in the last week"]
)
async def test_it_says_what_when_and_where_within_sixty_characters(
    world: World, title: str, place: str
) -> None:
    message = await announced(world, title=title, place=place)
    shown = _as_shown(message.content)
    assert len(shown) <= 60
    assert shown.startswith(title[:15])
    assert _LONGEST_TIME[:22] in shown
    assert place[:12] in shown


async def test_it_follows_what_the_host_changes_and_pings_nobody_again(world: World) -> None:
    await announced(world, role=world.coworkers, place="Café Nordlicht")
    assert card(world).raw_role_mentions == [world.coworkers.id]
    await edit(world, world.members["erin"], "Friday co-working", place="Café Süd", when="sat 11:00")
    await world.settle()
    content = card(world).content
    assert "<t:1773482400:f> · Café Süd" in content
    assert world.coworkers.mention in content
    await skip(world, world.members["erin"])
    await world.settle()
    assert card(world).content.startswith("This date does not take place.")
