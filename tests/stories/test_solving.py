"""From a proposal to a solution that worked: proposing, keeping, accepting, taking back, did it work."""

from __future__ import annotations

import pytest

from demo.world import World
from tests.stories.board import (
    DEPOSIT,
    REMINDER,
    accept,
    button_of,
    moderator,
    offers,
    pick_forged,
    pick_on_page,
    press_on_page,
    propose,
    share,
    solved,
    wait,
)
from tests.stories.telling import button_ids, press_forged, reads, said


async def test_a_proposal_stands_in_the_thread_with_a_thumb_to_tap_on(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    assert DEPOSIT in reads(proposal)
    assert f"<@{world.members['bob'].id}>" in reads(proposal)
    assert proposal.raw_mentions == [world.members["alice"].id]
    assert [str(one.emoji) for one in proposal.reactions] == ["👍"]
    assert "open, 1 proposal" in reads(thread.card)


async def test_a_proposal_by_command_where_there_are_no_buttons_at_hand(world: World) -> None:
    thread = await share(world, world.members["alice"])
    bob = world.members["bob"]
    form = await press_on_page(bob, world.channel, "💡 Propose", problem="A client pays late, every time")
    await bob.submit_modal(form, {"text": REMINDER})
    await world.settle()
    assert REMINDER in reads(thread.proposals[0])


async def test_an_empty_proposal_is_refused_kindly(world: World) -> None:
    thread = await share(world, world.members["alice"])
    bob = world.members["bob"]
    form = await bob.click(thread.card, label="💡 Propose")
    shown = await bob.submit_modal(form, {"text": "\u200b \u2063"})
    assert "no text in that" in said(shown)
    assert thread.proposals == []


async def test_keep_as_solution_keeps_the_words_of_now_with_a_link(world: World) -> None:
    thread = await share(world, world.members["alice"])
    bob, dana = world.members["bob"], world.members["dana"]
    reply = await bob.send(thread.handle, REMINDER)
    shown = await dana.context_menu(thread.handle, "Keep as solution", reply)
    assert "Kept as a proposal" in said(shown)
    await world.settle()
    await bob.edit(reply, "Never mind.")
    await world.settle()
    text = reads(thread.proposals[0])
    assert REMINDER in text
    assert f"<@{bob.id}>" in text
    assert f"{thread.id}/{reply.id}" in text
    again = await dana.context_menu(thread.handle, "Keep as solution", reply)
    assert "kept already" in said(again)
    assert len(thread.proposals) == 1


async def test_the_author_who_keeps_a_reply_can_accept_it_at_once(world: World) -> None:
    thread = await share(world, world.members["alice"])
    alice = world.members["alice"]
    reply = await world.members["bob"].send(thread.handle, REMINDER)
    shown = await alice.context_menu(thread.handle, "Keep as solution", reply)
    await world.press(alice, shown, "Accept it as the solution")
    await world.settle()
    assert "✅ solved" in reads(thread.card)
    assert "accepted solution" in reads(thread.proposals[0])


async def test_what_cannot_be_kept_is_refused(world: World) -> None:
    thread = await share(world, world.members["alice"])
    bob = world.members["bob"]
    elsewhere = await bob.send(world.channel, "Good morning")
    shown = await bob.context_menu(world.channel, "Keep as solution", elsewhere)
    assert "problem's thread" in said(shown)
    proposal = await propose(world, bob, thread)
    shown = await bob.context_menu(thread.handle, "Keep as solution", proposal)
    assert "a bot's" in said(shown)
    picture = await bob.send(thread.handle, "\u200b")
    shown = await bob.context_menu(thread.handle, "Keep as solution", picture)
    assert "no text in that" in said(shown)


async def test_a_reply_in_the_words_of_a_novel_is_cut(world: World) -> None:
    thread = await share(world, world.members["alice"])
    bob = world.members["bob"]
    reply = await bob.send(thread.handle, "a" * 2000)
    world.env.backend.get_message(thread.id, reply.id).content = "wisdom " * 570  # as subscribers may
    await bob.context_menu(thread.handle, "Keep as solution", reply)
    await world.settle()
    assert reads(thread.proposals[0]).count("wisdom") > 450
    assert "…" in reads(thread.proposals[0])


async def test_the_author_accepts_and_the_thread_hears_of_it(world: World) -> None:
    thread = await solved(world)
    alice, bob = world.members["alice"].id, world.members["bob"].id
    assert f"<@{alice}> accepted" in thread.notes[-1]
    assert f"by <@{bob}>" in thread.notes[-1]
    assert thread.note_with("accepted").raw_mentions == [bob]
    assert "✅ solved" in reads(thread.card)
    assert "The accepted solution" in reads(thread.proposals[0])
    assert thread.proposals[0].components == []


async def test_others_may_not_accept_and_a_moderator_may(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    for name in ("bob", "dana"):
        shown = await world.members[name].click(proposal, label="Accept")
        assert "Only the author of a problem, or a moderator" in said(shown)
    assert "open, 1 proposal" in reads(thread.card)
    await accept(world, moderator(world), proposal)
    assert f"<@{world.members['mira'].id}> accepted" in thread.notes[-1]


async def test_accepting_by_command(world: World) -> None:
    thread = await share(world, world.members["alice"])
    await propose(world, world.members["bob"], thread, REMINDER)
    await propose(world, world.members["dana"], thread, DEPOSIT)
    alice = world.members["alice"]
    shown = await pick_on_page(alice, thread.handle, "accept", "deposit")
    assert "is solved" in said(shown)
    assert "The accepted solution" not in offers(shown)
    await world.settle()
    assert f"by <@{world.members['dana'].id}>" in thread.notes[-1]


async def test_another_proposal_can_be_accepted_instead(world: World) -> None:
    thread = await solved(world)
    better = await propose(world, world.members["dana"], thread, REMINDER)
    await accept(world, world.members["alice"], better)
    first, second = thread.proposals
    assert "💡 A proposal" in reads(first)
    assert "accepted solution" in reads(second)
    assert str(first.components[0].children[0].label) == "Accept"  # type: ignore[union-attr]


async def test_an_acceptance_can_be_taken_back_by_button_and_only_once(world: World) -> None:
    thread = await solved(world)
    note = thread.note_with("accepted")
    shown = await world.members["bob"].click(note, label="Take it back")
    assert "Only the author" in said(shown)
    await world.members["alice"].click(note, label="Take it back")
    await world.settle()
    assert "took the acceptance back" in thread.notes[-1]
    assert "open, 1 proposal" in reads(thread.card)
    await accept(world, world.members["alice"], thread.proposals[0])
    shown = await world.members["alice"].click(note, label="Take it back")
    assert "happened since" in said(shown)
    assert "✅ solved" in reads(thread.card)


async def test_closed_and_opened_again(world: World) -> None:
    thread = await share(world, world.members["alice"])
    await press_on_page(world.members["alice"], thread.handle, "Close it")
    await world.settle()
    assert "🗄️ closed" in reads(thread.card)
    bob = world.members["bob"]
    shown = await bob.click(thread.card, label="💡 Propose")
    assert "It is closed" in said(shown)
    shown = await bob.click(thread.note_with("closed this"), label="Open it again")
    assert "Only the author" in said(shown)
    await world.members["alice"].click(thread.note_with("closed this"), label="Open it again")
    await world.settle()
    assert "waiting for a first proposal" in reads(thread.card)


async def test_a_week_later_the_author_is_asked_in_private_whether_it_worked(world: World) -> None:
    thread = await solved(world)
    await wait(world, days=7)
    alice = world.members["alice"]
    shown = await world.members["bob"].slash(world.channel, "problem list")
    assert shown.followups == []
    shown = await alice.slash(world.channel, "meetup list")
    (question,) = shown.followups
    assert question.ephemeral
    assert "Did it work?" in question.content
    await alice.click(question, label="Yes")
    await world.settle()
    assert "**it worked**" in thread.notes[-1]
    assert "it worked" in reads(thread.proposals[0])
    again = await alice.slash(world.channel, "meetup list")
    assert again.followups == []
    await wait(world, days=10)
    assert not any("Did it work?" in note for note in thread.notes)


async def test_an_author_who_types_nothing_is_asked_in_the_thread_once(world: World) -> None:
    thread = await solved(world)
    await wait(world, days=9, hours=1)
    note = thread.note_with("Did it work?")
    assert note.raw_mentions == [world.members["alice"].id]
    shown = await world.members["bob"].click(note, label="Yes")
    assert "Only the author" in said(shown)
    await world.members["alice"].click(note, label="Partly")
    await world.settle()
    assert "**it worked partly**" in thread.notes[-1]
    await wait(world, days=30)
    assert sum("Did it work?" in one for one in thread.notes) == 1


async def test_a_no_opens_the_problem_again_and_says_so(world: World) -> None:
    thread = await solved(world)
    await wait(world, days=9, hours=1)
    yes = button_ids(thread.note_with("Did it work?"))[0]
    await world.members["alice"].click(thread.note_with("Did it work?"), label="No")
    await world.settle()
    assert "it did not work. This is **open** again" in thread.notes[-1]
    assert "open, 1 proposal" in reads(thread.card)
    assert "it did not work" in reads(thread.proposals[0])
    shown = await press_forged(world, world.members["alice"], yes)
    assert "No solution is accepted yet" in said(shown)


async def test_whether_it_worked_can_be_said_at_any_time(world: World) -> None:
    thread = await solved(world)
    alice = world.members["alice"]
    page = await alice.slash(thread.handle, "problem show")
    custom_id = button_of(page, "It worked partly")
    assert "it worked partly" in said(await world.press(alice, page, "It worked partly"))
    await world.settle()
    assert "**it worked partly**" in thread.notes[-1]
    assert "It worked partly" not in offers(page)
    assert "noted already" in said(await press_forged(world, alice, custom_id))
    await press_on_page(alice, thread.handle, "Take the acceptance back")
    shown = await world.press(alice, page, "It worked")
    assert "No solution is accepted yet" in said(shown)


async def test_taken_back_before_the_week_is_over_nobody_is_asked(world: World) -> None:
    thread = await solved(world)
    await press_on_page(world.members["alice"], thread.handle, "Take the acceptance back")
    await wait(world, days=12)
    assert not any("Did it work?" in note for note in thread.notes)
    shown = await world.members["alice"].slash(world.channel, "meetup list")
    assert shown.followups == []


async def test_one_nudge_when_it_rests_with_proposals_that_names_them(world: World) -> None:
    thread = await share(world, world.members["alice"])
    await propose(world, world.members["bob"], thread, REMINDER)
    await wait(world, days=4)
    second = await propose(world, world.members["dana"], thread, DEPOSIT)
    await world.members["charlie"].react(second, "👍")
    await wait(world, days=4)
    assert thread.notes == []  # a new proposal puts it off
    await wait(world, days=1, hours=1)
    note = thread.note_with("quiet here")
    labels = [str(button.label) for row in note.components for button in row.children]  # type: ignore[union-attr]
    assert labels[0].startswith("1. Ask for half of it")
    assert labels[1].startswith("2. Let a template remind")
    shown = await world.members["bob"].click(note, label=labels[0])
    assert "Only the author" in said(shown)
    await world.members["alice"].click(note, label=labels[0])
    await world.settle()
    assert "✅ solved" in reads(thread.card)
    await press_on_page(world.members["alice"], thread.handle, "Take the acceptance back")
    await propose(world, world.members["bob"], thread, "And a third idea, much later than the others.")
    await wait(world, days=40)
    assert sum("quiet here" in one for one in thread.notes) == 1


@pytest.mark.parametrize("ended", ["without a proposal", "solved", "closed"])
async def test_no_nudge_where_there_is_nothing_to_accept(world: World, ended: str) -> None:
    thread = await share(world, world.members["alice"])
    if ended != "without a proposal":
        proposal = await propose(world, world.members["bob"], thread)
        if ended == "solved":
            await accept(world, world.members["alice"], proposal)
        else:
            await press_on_page(world.members["alice"], thread.handle, "Close it")
    await wait(world, days=6)
    assert not any("quiet here" in note for note in thread.notes)


async def test_a_proposal_can_be_taken_away_by_whoever_made_it(world: World) -> None:
    thread = await solved(world)
    bob, dana = world.members["bob"], world.members["dana"]
    page = await dana.slash(thread.handle, "problem show")
    assert "Take a proposal away …" not in offers(page)
    shown = await pick_forged(world, dana, page, "withdraw")
    assert "Only whoever made a proposal" in said(shown)
    stale = await world.members["alice"].slash(thread.handle, "problem show")
    shown = await pick_on_page(bob, thread.handle, "withdraw")
    assert "taken away" in said(shown)
    await world.settle()
    assert thread.proposals == []
    assert "taken away, so this is **open** again" in thread.notes[-1]
    shown = await pick_forged(world, world.members["alice"], stale, "accept")
    assert "don't know that proposal" in said(shown)


async def test_buttons_of_another_server_and_forged_ones_reach_nothing(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    custom_id = str(proposal.components[0].children[0].custom_id)  # type: ignore[union-attr]
    shown = await press_forged(world, world.members["dana"], custom_id)
    assert "Only the author" in said(shown)
    for forged in (
        "accept|1|2",
        f"accept|{2**63}|1",
        "propose|99",
        "reopen|7",
        "worked|1|2|yes",
        "takeback|1|1",
    ):
        shown = await press_forged(world, world.members["dana"], forged)
        assert "don't know" in said(shown)


async def test_after_a_restart_every_button_leads_to_its_own_problem(world: World) -> None:
    first = await share(world, world.members["alice"])
    second = await share(world, world.members["dana"], title="Which chair?", wants="To sit", tags="")
    for thread, text in ((first, DEPOSIT), (second, "One without wheels, and a cushion.")):
        await propose(world, world.members["bob"], thread, text)
    await world.restart()
    await accept(world, world.members["dana"], second.proposals[0])
    assert "✅ solved" in reads(second.card)
    assert "open, 1 proposal" in reads(first.card)
