"""A day on which Discord refuses everything that it can refuse, and the day after."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial

from simcord.backend.errors import BackendError

from demo.world import World
from tests.discord_rules import rules_of
from tests.discord_rules.simulation import Request
from tests.stories import board
from tests.stories.board import Thread, boss, fill_in, propose, share
from tests.stories.circles import FOUR, begin_round, has_thread, settle_in
from tests.stories.edits import edit
from tests.stories.profiles import fill_profile
from tests.stories.telling import announced, said

_REFUSALS = {
    ("POST", "/channels/{channel}/messages"): (403, 50013),
    ("PATCH", "/channels/{channel}/messages/{message}"): (403, 50013),
    ("POST", "/channels/{channel}/threads"): (400, 160006),
    ("POST", "/channels/{channel}/messages/{message}/threads"): (400, 160006),
    ("PATCH", "/channels/{channel}"): (403, 60003),
    ("PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me"): (400, 30010),
    ("DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}/{user}"): (403, 50013),
    ("PUT", "/channels/{thread}/thread-members/{user}"): (403, 50001),
    ("POST", "/guilds/{guild}/scheduled-events"): (400, 30038),
    ("PATCH", "/guilds/{guild}/scheduled-events/{event}"): (403, 50013),
    ("DELETE", "/guilds/{guild}/scheduled-events/{event}"): (403, 50013),
    ("POST", "/users/@me/channels"): (403, 50007),
}
_BY_THE_WAY = "By the way:"


class _Refusals:
    """Everything that the bot asks for by itself is refused while they are on; replies arrive."""

    def __init__(self, world: World) -> None:
        self.are_on = True
        self.asked: Counter[tuple[str, str, str]] = Counter()
        for (method, template), answer in _REFUSALS.items():
            rules_of(world.env).simulation.before(method, template, partial(self._refuse, answer))

    def _refuse(self, answer: tuple[int, int], request: Request) -> None:
        if self.are_on:
            self.asked[request.method, request.path, str(request.body.get("nonce", ""))] += 1
            raise BackendError(*answer, "No")


async def test_everything_is_asked_three_times_at_most_and_told_once(world: World) -> None:
    problem, refusals = await _a_lively_day(world)
    await world.advance(timedelta(hours=23))
    assert max(refusals.asked.values()) == 3
    asked = {(method, path) for method, path, _ in refusals.asked}
    assert len(asked) >= 10, asked  # of every kind something was asked for

    for who in (*(world.members[name] for name in ("erin", *FOUR)), boss(world)):
        await who.slash(world.channel, "meetup list")
    told = _told(world)
    assert told == sorted(set(told)), "somebody has heard a thing twice"
    assert len(told) == 9
    assert not [line for line in told if "(I may not)" in line], "somebody is not told why"

    refusals.are_on = False
    await world.advance(timedelta(hours=13))
    await world.settle()
    reached = [name for name in FOUR if has_thread(world, name)]
    assert reached == ["alice", "bob", "charlie"]
    assert len(world.members["dana"].user.dm_channel.history()) == 1
    assert [thread.name for thread in world.env.backend.active_threads(world.guild.id)].count("Taxes") == 1
    assert len(problem.proposals) == 2
    assert "Elsewhere" in said(await world.members["erin"].slash(world.channel, "meetup list"))
    assert len(world.events) == 2


async def _a_lively_day(world: World) -> tuple[Thread, _Refusals]:
    """Something is under way in every feature, and then people do something in each: alice's problem."""
    members, erin = world.members, world.members["erin"]
    await board.open_forum(world)
    problem = await share(world, members["alice"])
    proposal = await propose(world, members["bob"], problem)
    card = await announced(world, place=world.guild.create_voice_channel("Quiet room").mention)
    await settle_in(world)
    await fill_profile(world, members["dana"], second={"contact": ["message"]})
    refusals = _Refusals(world)

    for name in ("alice", "bob"):
        await members[name].react(card, "✅")
    await begin_round(world)
    await edit(world, erin, "Friday co-working", place="Elsewhere")
    await world.plan(erin, title="Saturdays", when="sat 10:00", repeats="weekly")
    shown = await members["charlie"].click(problem.card, label="💡 Propose")
    await members["charlie"].submit_modal(shown, {"text": "Ask a lawyer for a letter, it costs little."})
    await fill_in(world, members["charlie"], title="Taxes", wants="To pay them in time.", tags="taxes")
    await members["alice"].click(proposal, label="Accept")
    return problem, refusals


def _told(world: World) -> list[str]:
    """The lines that people have been told besides the answers to what they did, in order."""
    texts = [
        str((one.json or {}).get("content", ""))
        for one in world.env.http_requests
        if one.method == "POST" and one.path.startswith("/webhooks/")
    ]
    return sorted(line for text in texts if text.startswith(_BY_THE_WAY) for line in text.splitlines()[1:])
