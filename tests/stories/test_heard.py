"""Who hears of what is said about a problem: whoever is asked, answered or thanked, and nobody else."""

from __future__ import annotations

from demo.world import World
from tests.discord_rules import heard_of, hears, rules_of
from tests.stories.board import DEPOSIT, accept, moderator, press_on_page, propose, share, solved, wait
from tests.stories.telling import reads


async def test_an_author_hears_of_every_proposal_and_nobody_else_does(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    assert hears(proposal, world.members["alice"])
    assert not heard_of(world.members["dana"])
    assert proposal.raw_mentions == [world.members["alice"].id]


async def test_nobody_is_told_of_a_proposal_of_their_own(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["alice"], thread)
    assert not proposal.content


async def test_an_author_hears_of_a_reply_that_somebody_keeps(world: World) -> None:
    thread = await share(world, world.members["alice"])
    reply = await world.members["bob"].send(thread.handle, DEPOSIT)
    await world.members["dana"].context_menu(thread.handle, "Keep as solution", reply)
    await world.settle()
    assert hears(thread.proposals[-1], world.members["alice"])


async def test_a_proposal_arrives_although_the_thread_refuses_its_author(world: World) -> None:
    thread = await share(world, world.members["alice"])
    rules_of(world.env).threads.refuse(world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    assert hears(proposal, world.members["alice"])


async def test_a_mention_stays_when_the_proposal_is_drawn_again(world: World) -> None:
    thread = await share(world, world.members["alice"])
    proposal = await propose(world, world.members["bob"], thread)
    await accept(world, world.members["alice"], proposal)
    await wait(world, minutes=1)
    assert "accepted solution" in reads(thread.proposals[-1])
    assert world.members["alice"].mention in thread.proposals[-1].content


async def test_helpers_and_authors_hear_what_others_do_with_their_problem(world: World) -> None:
    alice, bob = world.members["alice"], world.members["bob"]
    thread = await solved(world)
    assert hears(thread.note_with("**Solved.**"), bob)
    assert not hears(thread.note_with("**Solved.**"), world.members["dana"])
    mira = moderator(world)
    await press_on_page(mira, thread.handle, "Open it again")
    await world.settle()
    assert hears(thread.note_with("opened this again"), alice)


async def test_an_author_is_really_asked(world: World) -> None:
    thread = await share(world, world.members["alice"])
    await propose(world, world.members["bob"], thread)
    await wait(world, days=6)
    assert hears(thread.note_with("quiet here"), world.members["alice"])
    await accept(world, world.members["alice"], thread.proposals[-1])
    await wait(world, days=10)
    assert hears(thread.note_with("Did it work?"), world.members["alice"])


async def test_an_anonymous_author_is_mentioned_nowhere_and_told_in_private_once(world: World) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice, anonymous=True)
    proposal = await propose(world, world.members["bob"], thread)
    await wait(world, days=6)
    assert not heard_of(alice)
    assert not proposal.content
    assert alice.id not in world.env.backend.get_thread(thread.id).thread_members
    shown = await alice.slash(world.channel, "meetup list")
    (told,) = shown.followups
    assert told.ephemeral
    assert "has a new proposal" in told.content
    assert not (await alice.slash(world.channel, "meetup list")).followups
    assert not (await world.members["dana"].slash(world.channel, "meetup list")).followups


async def test_nothing_stored_tells_an_anonymous_authors_proposal_from_anothers(world: World) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice, anonymous=True)
    await propose(world, alice, thread)
    await propose(world, world.members["bob"], thread, "Charge interest from the first day on.")
    shown = await alice.slash(world.channel, "meetup list")
    assert len(shown.followups) == 1
    payloads = {
        row["payload"]
        for row in await world.bot.read(
            lambda tx: tx.connection.execute("SELECT payload FROM posts WHERE kind = 'proposal'").fetchall()
        )
    }
    assert len(payloads) == 1
