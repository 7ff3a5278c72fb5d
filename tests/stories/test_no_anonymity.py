"""Organisers do without anonymity, or stop one anonymous author, and nobody learns who that is."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from db.migrations import find_version
from db.tables import list_tables
from demo.settings import set_up
from demo.world import World
from tests.stores import look_into
from tests.stories.board import (
    LATE,
    Thread,
    boss,
    button_of,
    fill_in,
    list_anonymous,
    moderator,
    offers,
    press_on_page,
    share,
    wait,
)
from tests.stories.telling import press_forged, reads, said

_REFUSED = "The organisers ask everybody to share under their own name"
_FORM = {name: value for name, value in LATE.items() if name != "anonymous"}


async def _set(world: World, *, allowed: bool) -> str:
    return said(await set_up(world, boss(world), anonymous=allowed))


async def _press_in_show(world: World, who: MemberActor, thread: Thread, label: str) -> InteractionResult:
    shown = await who.slash(thread.handle, "problem show")
    return await who.click(shown.response, label=label) if shown.response else shown


async def _stop(world: World, mira: MemberActor, thread: Thread) -> None:
    shown = await _press_in_show(world, mira, thread, "Stop its author from sharing anonymously")
    assert "can't share anonymously here any more" in said(shown)


async def test_the_form_does_not_offer_what_organisers_do_without(world: World) -> None:
    assert "only under one's name" in await _set(world, allowed=False)
    form = await world.members["alice"].slash(world.channel, "problem share")
    assert "anonymous" not in str(form.modal)
    await world.members["alice"].submit_modal(form, _FORM)
    await world.settle()
    (thread,) = world.channel.threads
    assert f"<@{world.members['alice'].id}>" in reads(Thread(world, thread.id).card)
    assert "only under one's name" not in await _set(world, allowed=True)
    form = await world.members["bob"].slash(world.channel, "problem share")
    assert "anonymous" in str(form.modal)


async def test_what_was_typed_before_is_kept_and_never_posted_under_a_name_by_surprise(world: World) -> None:
    alice = world.members["alice"]
    form = await alice.slash(world.channel, "problem share")
    await _set(world, allowed=False)
    shown = await alice.submit_modal(form, LATE | {"anonymous": True})
    assert _REFUSED in said(shown)
    assert "What you typed is kept" in said(shown)
    assert not world.channel.threads
    await world.restart()
    form = await world.press(alice, shown, "Edit")
    assert LATE["wants"] in str(form.modal)
    shown = await alice.submit_modal(form, _FORM)
    assert "it would carry yours. Nothing is posted yet" in said(shown)
    assert not world.channel.threads
    await world.press(alice, shown, "Post it under my name")
    await world.settle()
    (thread,) = world.channel.threads
    assert f"<@{alice.id}>" in reads(Thread(world, thread.id).card)


async def test_a_draft_that_waits_under_similar_ones_is_kept_too(world: World) -> None:
    await share(world, world.members["bob"])
    alice = world.members["alice"]
    shown = await fill_in(world, alice, anonymous=True)
    await _set(world, allowed=False)
    await world.press(alice, shown, "Post mine anyway")
    assert _REFUSED in said(shown)
    await _set(world, allowed=True)
    await world.press(alice, shown, "Try again")
    await world.settle()
    assert len(world.channel.threads) == 2


async def test_what_was_shared_before_stays_anonymous_and_its_authors(world: World) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice, anonymous=True)
    await _set(world, allowed=False)
    await press_on_page(alice, thread.handle, "Close it")
    await world.settle()
    assert "The author closed this" in thread.notes[-1]
    assert "somebody, anonymously" in reads(thread.card)


async def test_a_moderator_stops_one_author_and_lets_them_again(world: World) -> None:
    mira, alice, bob = moderator(world), world.members["alice"], world.members["bob"]
    thread = await share(world, alice, anonymous=True)
    before = reads(thread.card)
    await _stop(world, mira, thread)
    await world.settle()
    assert reads(thread.card) == before
    shown = await fill_in(world, alice, anonymous=True, title="Another one", wants="Something else")
    assert _REFUSED in said(shown)
    chair: dict[str, Any] = {"title": "Which chair?", "wants": "To sit", "tried": "", "tags": ""}
    assert "It is on the board" in said(await fill_in(world, bob, anonymous=True, **chair))
    await world.settle()
    form = await world.press(alice, shown, "Edit")
    shown = await alice.submit_modal(form, LATE | {"title": "Another one", "wants": "Something else"})
    await world.press(alice, shown, "Post mine anyway")
    await world.settle()
    assert {one.name for one in world.channel.threads} == {LATE["title"], "Which chair?", "Another one"}
    await world.restart()
    shown = await _press_in_show(world, mira, thread, "Let its author share anonymously again")
    assert "can share anonymously again" in said(shown)
    await wait(world, hours=1)
    await share(world, alice, anonymous=True, title="Once more", wants="It is allowed")


async def test_it_is_for_moderators_alone_and_about_anonymous_problems_alone(world: World) -> None:
    mira, bob = moderator(world), world.members["bob"]
    thread = await share(world, world.members["alice"], anonymous=True)
    named = await share(world, bob, title="Which chair?", wants="To sit", tags="")
    offered = offers(await bob.slash(thread.handle, "problem show"))
    assert offered == ["💡 Propose", "🙋 Me, too"]
    custom_id = button_of(
        await mira.slash(thread.handle, "problem show"), "Stop its author from sharing anonymously"
    )
    assert "for moderators" in said(await press_forged(world, bob, custom_id))
    assert "Anonymous authors" not in offers(await bob.slash(world.channel, "problem list"))
    assert "for moderators" in said(await press_forged(world, bob, "stopped|"))
    offered = offers(await mira.slash(named.handle, "problem show"))
    assert offered == ["💡 Propose", "🙋 Me, too", "Close it"]
    with look_into(world.bot.database) as database:
        (named_id,) = database.execute("SELECT id FROM problems WHERE author_id IS NOT NULL").fetchone()
    assert "not shared anonymously" in said(await press_forged(world, mira, f"anon|stop|{named_id}"))


async def test_an_author_is_stopped_and_let_again_although_the_problem_is_deleted(world: World) -> None:
    mira, alice = moderator(world), world.members["alice"]
    thread = await share(world, alice, anonymous=True)
    world.env.backend.delete_message(thread.card.channel.id, thread.id)
    await world.settle()
    shown = await list_anonymous(mira, world.channel)
    assert LATE["title"] in said(shown)
    await world.press(mira, shown, f"Stop: {LATE['title']}")
    assert _REFUSED in said(await fill_in(world, alice, anonymous=True))
    shown = await list_anonymous(mira, world.channel)
    await world.press(mira, shown, f"Allow again: {LATE['title']}")
    assert "It is on the board" in said(await fill_in(world, alice, anonymous=True))


def _rows(world: World) -> dict[str, list[tuple[Any, ...]]]:
    with look_into(world.bot.database) as database:
        return {
            table: sorted((tuple(row) for row in database.execute(f"SELECT * FROM {table}")), key=str)
            for table in list_tables(find_version(database))
        }


async def test_nothing_stored_or_logged_tells_who_was_stopped_or_refused(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mira, alice = moderator(world), world.members["alice"]
    thread = await share(world, alice, anonymous=True)
    await _stop(world, mira, thread)
    before = _rows(world)
    shown = await fill_in(world, alice, anonymous=True)
    assert _REFUSED in said(shown)
    after = _rows(world)
    assert [table for table in after if after[table] != before[table]] == ["problem_drafts"]
    for table, rows in after.items():
        assert not [row for row in rows if str(alice.id) in str(row)], table
    ours = [one for one in caplog.records if one.name.split(".")[0] not in {"simcord", "asyncio", "discord"}]
    texts = [f"{one.getMessage()} {vars(one)}" for one in ours]
    assert not [text for text in texts if str(alice.id) in text or str(mira.id) in text]


@pytest.mark.parametrize("name", ["alice", "bob"])
async def test_who_erases_themselves_is_nobodys_author_and_that_is_not_to_be_seen(
    world: World, name: str
) -> None:
    mira = moderator(world)
    threads = [
        await share(
            world, world.members[who], anonymous=True, title=f"Secret {number}", wants=f"Help {number}"
        )
        for number, who in enumerate(("alice", "bob", "alice", "bob"))
    ]
    await _stop(world, mira, threads[0])
    before = _rows(world)
    shown = await world.members[name].slash(world.channel, "privacy erase")
    await world.press(world.members[name], shown, "Erase everything")
    await world.settle()
    after = _rows(world)
    assert after["problems"] == before["problems"]  # the flag stands where it stood, whoever it was
    assert not set(after["anonymous_authors"]) & set(before["anonymous_authors"])
    assert "Secret 0" in said(await list_anonymous(mira, world.channel))
    shown = await fill_in(world, world.members["alice"], anonymous=True, title="Later", wants="New")
    assert (_REFUSED in said(shown)) is (name != "alice")
