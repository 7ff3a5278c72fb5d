"""Nobody becomes a helper by answering themselves, and no count tells who has done so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from demo.world import World
from services import guilds
from tests.stories.board import accept, moderator, open_forum, propose, share, solved
from tests.stories.brainstorming import until_start
from tests.stories.profiles import turn
from tests.stories.telling import announced, reads, said

_TITLES = ("Taxes in two countries", "A chair for the back", "Backups of a laptop")


async def _anonymous(world: World, helper: str, title: str, *, accepted_by: str = "alice") -> None:
    """alice's anonymous problem, solved by this helper's proposal, which dana likes."""
    thread = await share(world, world.members["alice"], anonymous=True, title=title, wants=title, tags="tax")
    proposal = await propose(world, world.members[helper], thread, f"This helps with {title}.")
    await world.members["dana"].react(proposal, "👍")
    await world.env.settle()
    await accept(world, world.members[accepted_by], proposal)
    assert "✅ solved" in reads(thread.card)


async def _helpers(world: World) -> str:
    return said(await world.members["erin"].slash(world.channel, "problem helpers"))


@pytest.mark.parametrize("helper", ["alice", "bob"])
@pytest.mark.parametrize("accepted_by", ["alice", "mira"])
async def test_what_is_counted_is_the_same_whether_the_helper_is_the_author(
    world: World, helper: str, accepted_by: str
) -> None:
    moderator(world)
    for title in _TITLES:
        await _anonymous(world, helper, title, accepted_by=accepted_by)
    assert "could be the first" in await _helpers(world)
    made = await world.bot.read(guilds.sum_up_year, world.guild.id)
    assert sum(count for _, count in made.solved) == 3, "the board's own sum is nobody's merit"
    assert not sum(count for _, count in made.helpers)


async def test_it_is_said_beside_what_is_counted(world: World) -> None:
    await _anonymous(world, "bob", _TITLES[0])
    await solved(world, helper="bob")
    shown = await world.members["erin"].slash(world.channel, "problem helpers")
    assert f"<@{world.members['bob'].id}>: 1 accepted, 👍 0" in said(shown)
    assert shown.response is not None
    assert "for anonymous problems nobody is counted" in (shown.response.embeds[0].footer.text or "")


async def test_nobody_is_asked_as_a_helper_for_what_they_answered_themselves(world: World) -> None:
    await open_forum(world)
    await _anonymous(world, "alice", _TITLES[0])
    await turn(world, world.members["alice"], "Be asked about problems", on=True)
    await share(world, world.members["dana"], title="Taxes again", tags="tax")
    card = await announced(world)
    await world.members["alice"].react(card, "✅")
    await world.settle()
    await until_start(world, hours=20)
    assert not [one for one in world.thread(card) if "solved something like this" in reads(one)]


async def test_who_helped_somebody_that_erased_themselves_has_helped(world: World) -> None:
    await solved(world)
    alice = world.members["alice"]
    shown = await alice.slash(world.channel, "privacy erase")
    await world.press(alice, shown, "Erase everything")
    await world.advance(timedelta(minutes=1))
    assert f"<@{world.members['bob'].id}>: 1 accepted" in await _helpers(world)
