"""A forum may keep tags for moderators, and may demand one on each post."""

from __future__ import annotations

from demo.settings import set_up
from demo.world import World
from tests.discord_rules import rules_of
from tests.stories.board import (
    LATE,
    Thread,
    accept,
    boss,
    fill_in,
    moderator,
    open_forum,
    press_on_page,
    propose,
    share,
    wait,
)
from tests.stories.telling import forbid, reads, said

TITLE = LATE["title"]


def _requests(world: World, method: str, since: int = 0) -> int:
    """How many requests made posts in forums (POST), or changed threads (PATCH)."""
    made = [one for one in world.env.http_requests[since:] if one.method == method]
    end = "/threads" if method == "POST" else ""
    return sum(one.path.endswith(end) and "/messages" not in one.path for one in made)


async def _asides(world: World) -> str:
    shown = await boss(world).slash(world.channel, "meetup list")
    return " ".join(one.content for one in shown.followups)


async def test_a_moderated_tag_is_offered_to_moderators_alone(world: World) -> None:
    forum = await open_forum(world, "tools", "money")
    rules_of(world.env).forums.moderate_tags(forum, "money")
    await world.settle()
    shown = await world.members["alice"].slash(world.channel, "problem share")
    assert "tools" in str(shown.modal)
    assert "money" not in str(shown.modal)
    assert "money" in str((await moderator(world).slash(world.channel, "problem share")).modal)


async def test_a_moderated_tag_is_not_put_on_a_post_by_the_back_door(world: World) -> None:
    forum = await open_forum(world, "tools", "money")
    shown = await world.members["alice"].slash(world.channel, "problem share")
    rules_of(world.env).forums.moderate_tags(forum, "money")
    await world.settle()
    await world.members["alice"].submit_modal(shown, LATE | {"tags": ["money", "tools"]})
    await world.settle()
    (post,) = forum.threads
    assert Thread(world, post.id).tags == ["waiting", "tools"]


async def test_a_bot_that_may_not_leaves_moderated_tags_alone(world: World) -> None:
    forum = await open_forum(world, "tools", "money")
    rules = rules_of(world.env).forums
    mira = moderator(world)
    kept = await share(world, mira, tags=["money"])
    rules.moderate_tags(forum, "money", "solved")
    forbid(world, forum, manage_threads=True)
    await world.settle()
    since = len(world.env.http_requests)
    thread = await share(world, mira, title="Which chair?", wants="To sit", tags=["money", "tools"])
    assert thread.tags == ["waiting", "tools"]
    await accept(world, mira, await propose(world, world.members["bob"], kept))
    await wait(world, minutes=1)
    assert kept.tags == ["money"]
    assert _requests(world, "PATCH", since) == 2  # open, then none: nothing that would be refused


async def test_a_post_has_the_tag_that_its_forum_demands(world: World) -> None:
    forum = await open_forum(world, "tools")
    rules_of(world.env).forums.require_tag(forum)
    await world.settle()
    thread = await share(world, world.members["alice"], tags=[])
    assert thread.tags == ["waiting"]
    await press_on_page(world.members["alice"], thread.handle, "Close it")
    await wait(world, minutes=1)
    assert "closed" in reads(thread.card)
    assert thread.tags == ["waiting"]  # the last one stays, as the forum demands one
    assert world.bot.reporter.fault_count == 0


async def test_a_post_waits_while_its_forum_demands_a_tag_that_is_not_there(world: World) -> None:
    forum = world.make_forum("problems", "tools")
    rules_of(world.env).forums.require_tag(forum)
    forbid(world, forum, manage_channels=True, manage_threads=True)
    await world.settle()
    shown = await set_up(world, boss(world), board=forum)
    assert "requires a tag on each post" in said(shown)
    before = _requests(world, "POST")
    assert "not posted yet: the forum requires a tag" in said(
        await fill_in(world, world.members["alice"], tags=[])
    )
    await wait(world, days=1)
    assert _requests(world, "POST") == before
    told = await _asides(world)
    assert "requires a tag on each post" in told
    assert "I can't write about" not in told
    await fill_in(world, world.members["dana"], title="Which chair?", wants="To sit", tags=[])
    await wait(world, hours=1)
    assert not await _asides(world)
    rules_of(world.env).forums.require_tag(forum, required=False)
    await wait(world, hours=1)
    assert {post.name for post in forum.threads} == {TITLE, "Which chair?"}
    assert _requests(world, "POST") == before + 2


async def test_a_tag_that_the_author_chose_is_enough_for_a_forum_that_demands_one(world: World) -> None:
    forum = world.make_forum("problems", "tools")
    rules_of(world.env).forums.require_tag(forum)
    forbid(world, forum, manage_channels=True, manage_threads=True)
    await world.settle()
    await set_up(world, boss(world), board=forum)
    assert (await share(world, world.members["alice"], tags=["tools"])).tags == ["tools"]


async def test_a_moderated_state_tag_does_not_count_for_a_bot_that_may_not_use_it(world: World) -> None:
    forum = world.make_forum("problems", "waiting", "open", "solved")
    rules_of(world.env).forums.moderate_tags(forum, "waiting")
    rules_of(world.env).forums.require_tag(forum)
    forbid(world, forum, manage_threads=True)
    await world.settle()
    shown = await set_up(world, boss(world), board=forum)
    assert "requires a tag on each post" in said(shown)
