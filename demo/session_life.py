"""What the demo's people do at a meetup: arrive, have ideas, say what came of their problem."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import cycle
from random import Random

import discord
from simcord.actors import MemberActor
from simcord.backend.errors import BackendError, SetupError
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from demo.world import World

_HERE, _IDEA, _CARRY, _TRY = "👋 I'm here", "💡 Idea", "↩️ Carry over", "🧪 I'll try this"
_AGAIN = "Would you come again?"
_IDEAS = (
    "Sleep over it, then write down the smallest next step, and do only that.",
    "I had that last year. What helped was to ask one client instead of guessing.",
    "Put a price on it: what does it cost you in a month if nothing changes?",
    "Swap for an hour: I do yours, you do mine. A stranger's eye sees it.",
    "Make a template once, and never write it again.",
)


class SessionLife:
    """What happens in the threads under the cards of meetups."""

    def __init__(self, world: World, voice: ChannelHandle, random: Random) -> None:
        self.world = world
        self.voice = voice
        self.random = random
        self._ideas = cycle(random.sample(_IDEAS, len(_IDEAS)))
        self._dealt_with: set[int] = set()

    async def go_on(self, rooms: Sequence[ChannelHandle], idle_names: Collection[str]) -> None:
        """Has everybody but these read what is new, and answer it."""
        for room in rooms:
            for thread in room.threads:
                for message in thread.history():
                    if message.id not in self._dealt_with:
                        self._dealt_with.add(message.id)
                        await self._answer(room, thread, message, idle_names)

    async def _answer(
        self, room: ChannelHandle, thread: ChannelHandle, message: discord.Message, idle: Collection[str]
    ) -> None:
        labels = [button.label for row in message.components for button in getattr(row, "children", [])]
        people = [name for name in self._coming(room, thread.id) if name not in idle]
        text = message.embeds[0].description or "" if message.embeds else ""
        if "See you there" in text and f"<#{self.voice.id}>" in text:
            for name in self.random.sample(people, len(people) - len(people) // 4):  # some forget it
                await self.world.members[name].join_voice(self.voice)
        elif message.embeds and (message.embeds[0].title or "").startswith("That was"):
            for name in people:
                await self.world.members[name].leave_voice()
                await self._say_whether_again(self.world.members[name], message)
        if _HERE in labels:
            for name in people:
                await self._press(self.world.members[name], message, _HERE)
        elif _IDEA in labels and people:
            await self._have_idea(self.world.members[self.random.choice(people)], message)
        elif _CARRY in labels:
            await self._conclude(message, idle)

    def _coming(self, room: ChannelHandle, card_id: int) -> list[str]:
        """Returns who is going, as the card above a thread says."""
        names = {str(member.id): name for name, member in self.world.members.items()}
        cards = [card for card in self.world.cards(room) if card.id == card_id]
        fields = [field for card in cards for field in card.embeds[0].fields]
        going = [field.value or "" for field in fields if "Going" in (field.name or "")]
        return [names[user_id] for text in going for user_id in re.findall(r"<@(\d+)>", text)]

    async def _have_idea(self, member: MemberActor, message: discord.Message) -> None:
        try:
            form = await member.click(message, label=_IDEA)
            await member.submit_modal(form, {"text": next(self._ideas)})
        except (BackendError, SetupError):
            return  # the round is over already

    async def _conclude(self, message: discord.Message, idle: Collection[str]) -> None:
        """Has the author, if they are named, try an idea if there is one."""
        for name, member in self.world.members.items():
            if member.id in message.raw_mentions and name not in idle:
                shown = await self._press(member, message, _TRY)
                ideas = shown.response.components if shown and shown.response else []
                if shown and shown.response and ideas:
                    await member.click(shown.response, label=ideas[0]["components"][0]["label"])
                else:
                    await self._press(member, message, _CARRY)

    async def _say_whether_again(self, member: MemberActor, recap: discord.Message) -> None:
        """Has the member say whether they would come again, if they may."""
        shown = await self._press(member, recap, _AGAIN)
        if shown is not None and shown.response is not None and shown.response.components:
            answer = "👎 Rather not" if self.random.random() < 0.1 else "👍 Yes"
            await self.world.press(member, shown, answer)

    async def _press(
        self, member: MemberActor, message: discord.Message, label: str
    ) -> InteractionResult | None:
        try:
            return await member.click(message, label=label)
        except (BackendError, SetupError):
            return None  # what it was about is over
