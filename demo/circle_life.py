"""What the demo's people do with circles: answer what is proposed, find a time, say whether they met."""

from __future__ import annotations

from collections.abc import Collection

import discord
from simcord.actors import MemberActor
from simcord.backend.errors import BackendError, SetupError
from simcord.builders import ChannelHandle

from demo.world import World

_ACCEPT, _MET = "Accept", "Yes, we met"


class CircleLife:
    """What happens in the private threads under one channel."""

    def __init__(self, world: World, room: ChannelHandle) -> None:
        self.world = world
        self.room = room
        self._dealt_with: set[tuple[int, str]] = set()

    async def go_on(self, idle_names: Collection[str]) -> None:
        """Has everybody but these read what is new in their threads, and press what suits them."""
        for thread in self.room.threads:
            names = self.names_in(thread)
            for name in sorted(names - set(idle_names)):
                for message in thread.history():
                    await self._answer(name, message, leaves_last_word=not names.isdisjoint(idle_names))

    def names_in(self, thread: ChannelHandle) -> set[str]:
        """Returns who was let in; an organiser could look into all threads, and does not."""
        people = self.world.env.backend.get_thread(thread.id).thread_members
        return {name for name, member in self.world.members.items() if member.id in people}

    async def _answer(self, name: str, message: discord.Message, *, leaves_last_word: bool) -> None:
        """Presses what suits the member, but leaves to the visitor what settles a thing for all.

        That is where `leaves_last_word`, since the visitor sits in the circle.
        """
        member = self.world.members[name]
        labels = [button.label for row in message.components for button in getattr(row, "children", [])]
        if not labels or (message.id, name) in self._dealt_with:
            return
        self._dealt_with.add((message.id, name))
        accept = self.world.in_their_language(member, _ACCEPT)  # a proposal is for one member alone
        if accept in labels:
            await self._press(member, message, accept)
        elif _MET in labels and not leaves_last_word:
            await self._press(member, message, _MET)
        times = [label for label in labels if label is not None and label.isdecimal()]
        for place, label in enumerate(times):
            if (list(self.world.members).index(name) + place) % 3:  # most people can come to most of them
                await self._press(member, message, label)

    async def _press(self, member: MemberActor, message: discord.Message, label: str) -> None:
        try:
            await member.click(message, label=label)
        except (BackendError, SetupError):
            return  # somebody else's press has settled it
