"""Who tapped 🙋 hears of the solution: once, in the problem's thread, or in private where the tap was."""

from __future__ import annotations

import pytest
from simcord.actors import MemberActor

from cogs.privacy.retention import RetentionSweeper
from demo.world import World
from tests.discord_rules import heard_of, hears
from tests.stories.board import DEPOSIT, REMINDER, Thread, accept, press_on_page, propose, share, wait
from tests.stories.profiles import turn
from tests.stories.telling import ids, lose_the_answer

_NEWS = "has a solution now"
_SWITCH = "Hear of solutions"


async def _wanted_by(world: World, *names: str, anonymous: bool = False) -> Thread:
    """A problem of alice's to which these members have tapped 🙋."""
    thread = await share(world, world.members["alice"], anonymous=anonymous)
    for name in names:
        await world.members[name].react(thread.card, "🙋")
    return thread


async def _solve(world: World, thread: Thread, text: str = DEPOSIT) -> None:
    """bob proposes something, and alice accepts it."""
    proposal = await propose(world, world.members["bob"], thread, text)
    await accept(world, world.members["alice"], proposal)


def _news(thread: Thread) -> int:
    return sum(_NEWS in note for note in thread.notes)


async def _by_the_way(world: World, who: MemberActor) -> list[str]:
    shown = await who.slash(world.channel, "meetup list")
    assert all(one.ephemeral for one in shown.followups)
    return [one.content for one in shown.followups]


async def test_whoever_has_it_too_hears_of_the_solution_and_nobody_else_does(world: World) -> None:
    thread = await _wanted_by(world, "bob", "charlie", "dana")
    await _solve(world, thread)
    await wait(world, minutes=6)
    note = thread.note_with(_NEWS)
    assert note.raw_mentions == ids(world, "charlie", "dana")
    assert hears(note, world.members["charlie"])
    assert not hears(note, world.members["erin"])
    await wait(world, days=1)
    assert _news(thread) == 1


async def test_what_is_taken_back_at_once_calls_nobody(world: World) -> None:
    thread = await _wanted_by(world, "charlie")
    await _solve(world, thread)
    await press_on_page(world.members["alice"], thread.handle, "Take the acceptance back")
    await wait(world, minutes=6)
    assert _news(thread) == 0
    assert not heard_of(world.members["charlie"])


async def test_nobody_hears_of_two_solutions_but_who_came_later_of_the_second(world: World) -> None:
    thread = await _wanted_by(world, "charlie")
    await _solve(world, thread)
    await wait(world, minutes=6)
    await press_on_page(world.members["alice"], thread.handle, "Take the acceptance back")
    await world.members["dana"].react(thread.card, "🙋")
    await _solve(world, thread, REMINDER)
    await wait(world, minutes=6)
    assert _news(thread) == 2
    assert thread.note_with(_NEWS).raw_mentions == ids(world, "dana")


async def test_it_is_said_once_across_a_restart_and_a_lost_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await _wanted_by(world, "charlie")
    await _solve(world, thread)
    await world.restart()
    with monkeypatch.context() as patch:
        lose_the_answer(patch)
        await wait(world, minutes=6)
    await world.restart()
    await wait(world, hours=1)
    assert _news(thread) == 1


async def test_who_has_switched_it_off_or_has_left_is_not_called(world: World) -> None:
    thread = await _wanted_by(world, "charlie", "dana")
    await turn(world, world.members["charlie"], _SWITCH, on=False)
    world.guild.remove_member(world.members["dana"])
    await world.bot.cog(RetentionSweeper).erase_leavers()
    await _solve(world, thread)
    await wait(world, minutes=6)
    assert _news(thread) == 0
    assert not heard_of(world.members["charlie"])


async def test_who_said_it_on_the_page_alone_is_not_named_in_the_thread(world: World) -> None:
    thread = await share(world, world.members["alice"])
    charlie = world.members["charlie"]
    await press_on_page(charlie, thread.handle, "🙋 Me, too")
    await _solve(world, thread)
    await wait(world, minutes=6)
    assert _news(thread) == 0
    (told,) = await _by_the_way(world, charlie)
    assert "has a solution" in told
    assert f"<#{thread.id}>" in told
    assert await _by_the_way(world, charlie) == []


async def test_an_anonymous_author_who_tapped_it_is_called_like_everybody(world: World) -> None:
    thread = await _wanted_by(world, "charlie", "alice", anonymous=True)
    await _solve(world, thread)
    await wait(world, minutes=6)
    note = thread.note_with(_NEWS)
    assert sorted(note.raw_mentions) == sorted(ids(world, "alice", "charlie"))
    assert len([one for one in heard_of(world.members["alice"]) if one.channel_id == thread.id]) == 1


async def test_a_hundred_are_called_in_two_messages(world: World) -> None:
    thread = await share(world, world.members["alice"])
    room = world.env.backend.get_channel(thread.id).parent_id
    assert room is not None
    users = [world.env.create_user(f"member{number}") for number in range(100)]
    for user in users:
        world.env.backend.add_member(world.guild.id, user.id, roles=[])
        world.env.backend.set_reaction(room, thread.card.id, "🙋", user.id, True)
    await world.env.settle()
    await _solve(world, thread)
    await wait(world, minutes=6)
    notes = [one for one in thread.messages if one.embeds and _NEWS in (one.embeds[0].description or "")]
    assert [len(one.raw_mentions) for one in notes] == [80, 20]
    assert {id_ for one in notes for id_ in one.raw_mentions} == {user.id for user in users}
