"""How the story is told: what people read, with names and local times, and what should be the case."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TextIO
from zoneinfo import ZoneInfo

import discord
from simcord.results import InteractionResult

from demo.world import World
from domain.times.parser import describe_distance

BERLIN = ZoneInfo("Europe/Berlin")


class Narrator:
    """Prints what happens, and keeps what did not happen as it should."""

    def __init__(self, world: World, out: TextIO) -> None:
        self.world = world
        self.out = out
        self.failures: list[str] = []

    def chapter(self, text: str) -> None:
        """Prints a heading, with the local time."""
        local = self.world.now.astimezone(BERLIN)
        self._print(f"\n── {local:%a %d %b, %H:%M} in Berlin ── {text}")

    def show(self, who: str, message: discord.Message | None) -> None:
        """Prints one message as it reads."""
        if message is None:
            self._print(f"  {who}: (nothing)")
            return
        lines = [message.content, *(embed_text(embed) for embed in message.embeds)]
        text = self._readable("\n".join(filter(None, lines)))
        first, *rest = text.splitlines() or [""]
        self._print(f"  {who}: {first}")
        for line in rest:
            self._print(f"  {' ' * len(who)}  {line}")

    def show_reply(self, shown: InteractionResult) -> None:
        """Prints a private reply."""
        self.show("Longtable (only to you)", shown.response.message if shown.response else None)

    def reply_text(self, shown: InteractionResult) -> str:
        """Returns everything that a private reply says."""
        message = shown.response.message if shown.response else None
        return "\n".join(embed_text(embed) for embed in message.embeds) + message.content if message else ""

    def check(self, claim: str, is_true: bool) -> None:
        """States what should be the case now, and keeps it where it is not."""
        self._print(f"  {'✔' if is_true else '✘'} {claim}")
        if not is_true:
            self.failures.append(claim)

    def _readable(self, text: str) -> str:
        names = {str(member.id): f"@{name}" for name, member in self.world.members.items()}
        names |= {str(role.id): f"@{role.name}" for role in self.world.guild.roles.values()}
        names |= {str(room.id): f"#{room.name}" for room in self.world.guild.channels.values()}
        text = re.sub(r"<(?:@&?|#)(\d+)>", lambda found: names.get(found[1], found[0]), text)
        text = re.sub(r"<t:(\d+):(\w)>", lambda found: self._stamp(int(found[1]), found[2]), text)
        text = re.sub(r"\[([^\]]+)\]\(https://[^)]+\)", r"\1", text)
        return text.replace("**", "").replace("~~", "")

    def _stamp(self, seconds: int, style: str) -> str:
        instant = datetime.fromtimestamp(seconds, UTC)
        if style == "R":
            return describe_distance(self.world.now, instant)
        local = instant.astimezone(BERLIN)
        return f"{local:%H:%M}" if style == "t" else f"{local:%A %d %B %Y %H:%M}"

    def _print(self, line: str) -> None:
        print(line, file=self.out)


def embed_text(embed: discord.Embed) -> str:
    """Returns everything that an embed says, without its footer."""
    fields = [f"{field.name}: {field.value}" for field in embed.fields]
    return "\n".join(filter(None, [embed.title, embed.description, *fields]))
