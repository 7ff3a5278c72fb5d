"""Where a forum demands a tag: the author reads at once what it waits for, and it is posted by itself."""

from __future__ import annotations

from typing import Any

from simcord.builders import ChannelHandle

from demo.settings import set_up
from demo.world import World
from tests.discord_rules import rules_of
from tests.stories.board import LATE, Thread, boss, fill_in, wait
from tests.stories.telling import forbid, said

_WAITS = "not posted yet: the forum requires a tag on each post"


async def _demanding(world: World, *tags: str, **forbidden: bool) -> ChannelHandle:
    """A forum that demands a tag, in which the bot may make none."""
    forum = world.make_forum("problems", *tags)
    rules_of(world.env).forums.require_tag(forum)
    forbid(world, forum, **({"manage_channels": True, "manage_threads": True} | forbidden))
    await world.settle()
    await set_up(world, boss(world), board=forum)
    return forum


async def _wait_in_vain(world: World, **changes: Any) -> None:
    shown = await fill_in(world, world.members["alice"], **({"tags": []} | changes))
    assert _WAITS in said(shown)
    assert "keep trying" not in said(shown)
    await wait(world, days=1, minutes=7)  # by now it is tried every half an hour


def _posts(world: World, forum: ChannelHandle) -> dict[str, list[str]]:
    """The titles of the forum's posts with their tags."""
    return {post.name or "": Thread(world, post.id).tags for post in forum.threads}


async def test_the_demand_is_taken_away(world: World) -> None:
    forum = await _demanding(world, "tools")
    await _wait_in_vain(world)
    assert not _posts(world, forum)
    rules_of(world.env).forums.require_tag(forum, required=False)
    await world.settle()
    assert _posts(world, forum) == {LATE["title"]: []}


async def test_an_organiser_adds_the_tag(world: World) -> None:
    forum = await _demanding(world, "tools")
    await _wait_in_vain(world)
    tags = world.env.backend.get_channel(forum.id).available_tags
    added = {"id": "9001", "name": "Waiting", "moderated": False, "emoji_id": None, "emoji_name": None}
    world.env.backend.edit_channel(forum.id, {"available_tags": [*tags, added]})
    await world.settle()
    assert _posts(world, forum) == {LATE["title"]: ["Waiting"]}


async def test_an_organiser_calls_a_tag_so(world: World) -> None:
    forum = await _demanding(world, "tools")
    await _wait_in_vain(world)
    (tag,) = world.env.backend.get_channel(forum.id).available_tags
    world.env.backend.edit_channel(forum.id, {"available_tags": [{**tag, "name": "waiting"}]})
    await world.settle()
    assert _posts(world, forum) == {LATE["title"]: ["waiting"]}


async def test_the_bot_may_use_moderated_tags(world: World) -> None:
    forum = await _demanding(world, "waiting", "open", "solved", manage_channels=False)
    rules_of(world.env).forums.moderate_tags(forum, "waiting")
    await world.settle()
    await _wait_in_vain(world, tags="")
    forbid(world, forum)
    await world.settle()
    assert _posts(world, forum) == {LATE["title"]: ["waiting"]}


async def test_the_tag_is_moderated_no_more(world: World) -> None:
    forum = await _demanding(world, "waiting", "open", "solved")
    rules_of(world.env).forums.moderate_tags(forum, "waiting")
    await world.settle()
    await _wait_in_vain(world, tags="")
    rules_of(world.env).forums.moderate_tags(forum)
    await world.settle()
    assert _posts(world, forum) == {LATE["title"]: ["waiting"]}


async def test_the_author_chooses_a_tag_after_all(world: World) -> None:
    forum = await _demanding(world, "tools")
    await _wait_in_vain(world)
    alice = world.members["alice"]
    shown = await alice.slash(world.channel, "problem show", problem=LATE["title"])
    form = await world.press(alice, shown, "Edit")
    changed = {name: value for name, value in LATE.items() if name != "anonymous"} | {"tags": ["tools"]}
    await alice.submit_modal(form, changed)
    await world.settle()
    assert _posts(world, forum) == {LATE["title"]: ["tools"]}


async def test_an_anonymous_author_reads_the_same(world: World) -> None:
    forum = await _demanding(world, "tools")
    await _wait_in_vain(world, anonymous=True)
    rules_of(world.env).forums.require_tag(forum, required=False)
    await world.settle()
    assert _posts(world, forum) == {LATE["title"]: []}


async def test_a_demand_of_which_only_discords_answer_tells(world: World) -> None:
    forum = world.make_forum("problems", "tools")
    forbid(world, forum, manage_channels=True, manage_threads=True)
    await world.settle()
    await set_up(world, boss(world), board=forum)
    rules_of(world.env).forums.demand_silently(forum)
    await _wait_in_vain(world)
    shown = await boss(world).slash(world.channel, "meetup list")
    told = " ".join(one.content for one in shown.followups)
    assert "requires a tag on each post" in told
    assert "I can't write about" not in told
    rules_of(world.env).forums.require_tag(forum)  # now the event arrives
    await world.settle()
    rules_of(world.env).forums.require_tag(forum, required=False)
    await world.settle()
    assert _posts(world, forum) == {LATE["title"]: []}


async def test_it_waits_over_a_restart_and_what_changed_meanwhile_is_seen(world: World) -> None:
    forum = await _demanding(world, "tools")
    await _wait_in_vain(world)
    await world.bot.close()
    rules_of(world.env).forums.require_tag(forum, required=False)
    await world.restart()
    await world.settle()
    assert _posts(world, forum) == {LATE["title"]: []}


async def test_after_a_week_the_author_hears_that_it_was_not_posted(world: World) -> None:
    await _demanding(world, "tools")
    shown = await fill_in(world, world.members["alice"], tags=[])
    assert "for a week" in said(shown)
    await wait(world, days=8)
    shown = await world.members["alice"].slash(world.channel, "problem mine")
    assert "could not post your problem" in shown.followups[0].content
