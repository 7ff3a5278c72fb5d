"""Authors change what they have posted: problems, also anonymous ones, and proposals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from db.migrations import find_version
from db.tables import list_tables
from demo.settings import set_up
from demo.world import World
from services.problems import editing
from tests.discord_rules import rules_of
from tests.stores import look_into
from tests.stories.board import (
    DEPOSIT,
    LATE,
    REMINDER,
    Thread,
    accept,
    boss,
    button_of,
    fill_in,
    moderator,
    offers,
    open_forum,
    press_on_page,
    propose,
    share,
    solved,
    wait,
)
from tests.stories.telling import announced, fail_at, press_forged, reads, said

NEW: dict[str, Any] = {
    "title": "A client has not paid since spring",
    "wants": "I want to know whether a lawyer is worth it.",
    "tried": "Reminders.",
    "tags": "invoices, law",
}


async def _open(world: World, who: MemberActor, thread: Thread, label: str = "Edit") -> InteractionResult:
    shown = await who.slash(thread.handle, "problem show")
    assert shown.response is not None
    buttons = [one for row in shown.response.components for one in row["components"]]
    custom_id = next(one["custom_id"] for one in buttons if one["label"].startswith(label))
    return await who.click(shown.response, custom_id=custom_id)


async def _edit(world: World, who: MemberActor, thread: Thread, **changes: Any) -> InteractionResult:
    form = await _open(world, who, thread)
    shown = await who.submit_modal(form, NEW | changes)
    await world.settle()
    return shown


async def test_the_form_comes_filled_in_and_everything_follows(world: World) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice)
    form = await _open(world, alice, thread)
    assert form.modal is not None
    assert all(text in str(form.modal) for text in (LATE["title"], LATE["wants"], LATE["tried"], "invoices"))
    assert "anonymous" not in str(form.modal).casefold()
    assert "Changed" in said(await _edit(world, alice, thread))
    text = reads(thread.card)
    assert NEW["title"] in text
    assert "lawyer" in text
    assert "invoices · law" in text
    assert "Edited" not in text, "nobody had answered yet"
    assert thread.handle.name == NEW["title"]
    bob = world.members["bob"]
    assert NEW["title"] in said(await bob.slash(world.channel, "problem search", text="lawyer"))
    assert "Nothing about" in said(await bob.slash(world.channel, "problem search", text="quarrel"))
    assert NEW["title"] in said(await bob.slash(world.channel, "problem list", tag="law"))


async def test_the_posts_title_and_tags_follow_in_a_forum_and_nothing_is_taken_back(world: World) -> None:
    await open_forum(world, "invoices", "tools", "law")
    alice = world.members["alice"]
    thread = await share(world, alice, tags=["invoices", "tools"])
    form = await _open(world, alice, thread)
    await alice.submit_modal(form, NEW | {"tags": ["law"]})
    # Before it arrives there, somebody locks and unlocks the post: it still has the old title and tags.
    for is_locked in (True, False):
        world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": is_locked})
    await wait(world, minutes=1)
    assert thread.handle.name == NEW["title"]
    assert thread.tags == ["waiting", "law"]
    assert NEW["title"] in reads(thread.card)
    world.env.backend.edit_channel(thread.id, {"name": LATE["title"]})  # a moderator liked the old one
    await world.settle()
    assert LATE["title"] in reads(thread.card)


async def test_several_changes_in_a_row_end_with_the_last(world: World) -> None:
    await open_forum(world, "invoices", "tools", "law")
    alice = world.members["alice"]
    thread = await share(world, alice, tags=["invoices"])
    for title, tags in (("One", ["tools"]), ("Two", ["law"]), ("Three", ["invoices", "law"])):
        form = await _open(world, alice, thread)
        await alice.submit_modal(form, NEW | {"title": title, "tags": tags})
        await world.tick()
    await wait(world, minutes=1)
    assert thread.handle.name == "Three"
    assert sorted(thread.tags) == ["invoices", "law", "waiting"]
    assert "Three" in reads(thread.card)


async def test_a_tag_that_only_moderators_give_stays(world: World) -> None:
    forum = await open_forum(world, "tools", "urgent")
    mira, alice = moderator(world), world.members["alice"]
    thread = await share(world, alice, tags=["tools", "urgent"])
    rules_of(world.env).forums.moderate_tags(forum, "urgent")
    await world.settle()
    form = await _open(world, alice, thread)
    assert "urgent" not in str(form.modal)
    await alice.submit_modal(form, NEW | {"tags": []})
    await world.settle()
    assert thread.tags == ["waiting", "urgent"]
    assert "Only the author" in said(await press_forged(world, mira, await _id(world, alice, thread)))


async def _id(world: World, who: MemberActor, thread: Thread) -> str:
    shown = await who.slash(thread.handle, "problem show")
    return button_of(shown, "Edit")


async def test_what_was_changed_after_others_had_answered_is_marked(world: World) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice)
    await world.members["bob"].react(thread.card, "🙋")
    await world.env.settle()
    await _edit(world, alice, thread)
    assert "Edited: by its author, after others had answered" in reads(thread.card)
    other = await solved(world, title="Which chair?", wants="To sit", tags="")
    await _edit(world, alice, other, title="Which chair, then?")
    assert "Edited" in reads(other.card)
    assert "✅ solved" in reads(other.card)


async def test_an_anonymous_authors_change_tells_nobody_who_it_is(world: World) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice, anonymous=True)
    await propose(world, world.members["bob"], thread)
    shown = await world.members["bob"].slash(thread.handle, "problem show")
    assert "Edit" not in offers(shown), "bob has but his proposal to change"
    await _edit(world, alice, thread)
    texts = [reads(one) + str(one.raw_mentions) for one in [thread.card, *thread.messages]]
    assert not [text for text in texts if str(alice.id) in text or "alice" in text.casefold()]
    assert NEW["title"] in reads(thread.card)
    form = await _open(world, alice, thread)
    await alice.submit_modal(form, NEW | {"title": "\u200b"})  # a draft that is kept
    with look_into(world.bot.database) as database:
        for table in list_tables(find_version(database)):
            for row in database.execute(f"SELECT * FROM {table}"):
                assert str(alice.id) not in str(tuple(row)), table


async def test_nobody_else_is_offered_it(world: World) -> None:
    thread = await share(world, world.members["alice"])
    for who in (world.members["bob"], moderator(world)):
        shown = await who.slash(thread.handle, "problem show")
        assert not [label for label in offers(shown) if label.startswith("Edit")]
    custom_id = await _id(world, world.members["alice"], thread)
    shown = await press_forged(world, world.members["bob"], custom_id)
    assert "Only the author of a problem can change what it says" in said(shown)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": " \u200b "}, "needs a title"),
        ({"wants": "\u2063"}, "what you want"),
        ({"tags": "a, b, c, d, e, f"}, "Up to 5 tags"),
        ({"tags": "solved"}, "I set the tag “solved” myself"),
    ],
)
async def test_what_is_refused_is_kept_also_over_a_restart(
    world: World, changes: dict[str, Any], reason: str
) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice)
    shown = await _edit(world, alice, thread, **changes)
    assert reason.casefold() in said(shown).casefold()
    assert LATE["title"] in reads(thread.card)
    await world.restart()
    form = await world.press(alice, shown, "Edit")
    assert form.modal is not None
    assert "Reminders." in str(form.modal)
    await alice.submit_modal(form, NEW)
    await world.settle()
    assert NEW["title"] in reads(thread.card)


async def test_of_two_changes_at_once_the_second_is_kept_and_told(world: World) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice)
    first, second = await _open(world, alice, thread), await _open(world, alice, thread)
    await alice.submit_modal(first, NEW)
    shown = await alice.submit_modal(second, NEW | {"title": "Another one"})
    assert f"the title is “{NEW['title']}” now" in said(shown)
    await world.settle()
    assert NEW["title"] in reads(thread.card)
    form = await world.press(alice, shown, "Edit")
    assert "Another one" in str(form.modal)
    await alice.submit_modal(form, NEW | {"title": "Another one"})
    await world.settle()
    assert "Another one" in reads(thread.card)
    assert thread.handle.name == "Another one"


async def test_what_is_closed_locked_or_removed_meanwhile_is_said_kindly_and_nothing_is_lost(
    world: World,
) -> None:
    alice, mira = world.members["alice"], moderator(world)
    thread = await share(world, alice)
    form = await _open(world, alice, thread)
    await press_on_page(mira, thread.handle, "Close it")
    shown = await alice.submit_modal(form, NEW)
    assert "It is closed" in said(shown)
    assert "lawyer" in str((await world.press(alice, shown, "Edit")).modal)
    await press_on_page(alice, thread.handle, "Open it again")
    form = await _open(world, alice, thread)
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})
    await world.settle()
    shown = await alice.submit_modal(form, NEW)
    assert "locked this problem's thread" in said(shown)
    world.env.backend.delete_message(thread.card.channel.id, thread.id)
    await world.settle()
    form = await world.press(alice, shown, "Edit")
    shown = await alice.submit_modal(form, NEW)
    assert "may have been removed" in said(shown)
    assert "lawyer" in str((await world.press(alice, shown, "Edit")).modal)


async def test_what_cannot_be_stored_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice)
    form = await _open(world, alice, thread)
    with monkeypatch.context() as patch:
        fail_at(patch, editing.change_problem, RuntimeError("a bug"))
        assert "incident" in said(await alice.submit_modal(form, NEW))
    world.bot.reporter.fault_count = 0
    await world.settle()
    assert LATE["title"] in reads(thread.card)
    await _edit(world, alice, thread)
    assert NEW["title"] in reads(thread.card)


async def test_the_agenda_that_it_is_on_names_the_new_title(world: World) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice)
    card = await announced(world)
    await world.advance(timedelta(days=2, hours=1))

    def agenda() -> discord.Message:
        return next(one for one in world.thread(card) if one.embeds[0].title == "Agenda")

    assert LATE["title"] in reads(agenda())
    await _edit(world, alice, thread)
    assert NEW["title"] in reads(agenda())
    world.env.backend.edit_channel(thread.id, {"name": "Renamed in Discord"})
    await world.settle()
    assert "Renamed in Discord" in reads(agenda())


async def test_the_digest_names_what_it_is_called_by_then(world: World) -> None:
    alice = world.members["alice"]
    await set_up(world, boss(world), digest=world.channel)
    thread = await share(world, alice)
    await _edit(world, alice, thread)
    await wait(world, days=8)
    digest = next(one for one in world.channel.history() if "this week" in reads(one))
    assert NEW["title"] in reads(digest)


async def test_a_post_that_is_archived_wakes_up_and_shows_it(world: World) -> None:
    await open_forum(world, "invoices")
    alice = world.members["alice"]
    thread = await share(world, alice, tags=["invoices"])
    await accept(world, alice, await propose(world, world.members["bob"], thread))
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await world.settle()
    shown = await alice.slash(world.channel, "problem show", problem=LATE["title"])
    form = await world.press(alice, shown, "Edit")
    await alice.submit_modal(form, NEW | {"tags": ["invoices"]})
    await wait(world, minutes=1)
    assert thread.handle.name == NEW["title"]
    assert NEW["title"] in reads(thread.card)


async def test_a_problem_that_is_not_posted_yet_is_posted_as_it_reads_now(world: World) -> None:
    alice = world.members["alice"]
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    await fill_in(world, alice)
    shown = await alice.slash(world.channel, "problem show", problem=LATE["title"])
    form = await world.press(alice, shown, "Edit")
    await alice.submit_modal(form, NEW)
    await wait(world, minutes=2)
    (thread,) = world.channel.threads
    assert thread.name == NEW["title"]
    assert NEW["title"] in reads(Thread(world, thread.id).card)


async def _edit_proposal(world: World, who: MemberActor, thread: Thread, text: str) -> InteractionResult:
    form = await _open(world, who, thread, "Edit 1")
    shown = await who.submit_modal(form, {"text": text})
    await world.settle()
    return shown


async def test_whoever_proposed_changes_the_proposal(world: World) -> None:
    bob = world.members["bob"]
    thread = await share(world, world.members["alice"])
    await propose(world, bob, thread)
    form = await _open(world, bob, thread, "Edit 1")
    assert DEPOSIT in str(form.modal)
    assert "Changed" in said(await _edit_proposal(world, bob, thread, REMINDER))
    (proposal,) = thread.proposals
    assert REMINDER in reads(proposal)
    assert "Edited" not in reads(proposal)
    found = await bob.slash(world.channel, "problem search", text="template")
    assert LATE["title"] in said(found)
    await world.members["dana"].react(proposal, "👍")
    await world.env.settle()
    await _edit_proposal(world, bob, thread, DEPOSIT)
    assert "Edited" in reads(thread.proposals[0])
    assert "edited" in said(await world.members["dana"].slash(thread.handle, "problem show"))


async def test_an_accepted_proposal_that_is_changed_is_marked_on_card_and_proposal(world: World) -> None:
    thread = await solved(world)
    await _edit_proposal(world, world.members["bob"], thread, REMINDER)
    assert "Edited" in reads(thread.proposals[0])
    assert "Let a template" in reads(thread.card)
    assert "; edited" in reads(thread.card)


async def test_a_proposal_taken_away_or_closed_meanwhile_keeps_what_was_typed(world: World) -> None:
    bob, mira = world.members["bob"], moderator(world)
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, bob, thread)
    form = await _open(world, bob, thread, "Edit 1")
    shown = await bob.submit_modal(form, {"text": "\u200b"})
    assert "no text in that" in said(shown)
    form = await world.press(bob, shown, "Edit")
    await press_on_page(mira, thread.handle, "Close it")
    shown = await bob.submit_modal(form, {"text": REMINDER})
    assert "It is closed" in said(shown)
    await press_on_page(mira, thread.handle, "Open it again")
    world.env.backend.delete_message(thread.id, proposal.id)
    await world.settle()
    form = await world.press(bob, shown, "Edit")
    shown = await bob.submit_modal(form, {"text": REMINDER})
    assert "has been taken away" in said(shown)
    assert REMINDER in str((await world.press(bob, shown, "Edit")).modal)


async def test_two_changes_of_a_proposal_at_once(world: World) -> None:
    bob = world.members["bob"]
    thread = await share(world, world.members["alice"])
    await propose(world, bob, thread)
    first, second = (await _open(world, bob, thread, "Edit 1"), await _open(world, bob, thread, "Edit 1"))
    await bob.submit_modal(first, {"text": REMINDER})
    shown = await bob.submit_modal(second, {"text": "Something else."})
    assert "was changed while you were typing" in said(shown)
    assert "Something else." in str((await world.press(bob, shown, "Edit")).modal)


async def test_a_draft_of_a_change_is_no_problem_to_post_and_nobody_elses(world: World) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice)
    shown = await _edit(world, alice, thread, title="\u200b")
    assert shown.response is not None
    custom_id = str(shown.response.components[0]["components"][0]["custom_id"])
    draft_id = custom_id.partition("|")[2]
    for forged in (f"post|{draft_id}", f"redo|{draft_id}"):
        assert "This draft has expired" in said(await press_forged(world, alice, forged))
    assert "What you typed there has expired" in said(
        await press_forged(world, world.members["bob"], custom_id)
    )
