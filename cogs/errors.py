"""One report for the errors of commands, buttons, forms, listeners and jobs."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import aiohttp
import discord
from discord import app_commands

from clock import Clock
from cogs.delivery import UNREACHABLE
from cogs.discord_errors import describe, find_obstacle
from cogs.line import Line
from domain.errors import Refusal, Unavailable
from domain.ids import code, new_id
from domain.obstacles import Obstacle
from languages import gettext

log = logging.getLogger("longtable")

# Discord's codes for an interaction that was answered already, and for one that has expired.
_ANSWERED, _GONE = 40060, 10062
_OUTAGE_IS_OVER = timedelta(minutes=1)  # without a failure: every tick asks the database


@dataclass
class _Outage:
    """A time in which the database cannot be reached: its incident, and when it was last noticed."""

    incident: str
    seen_at: datetime


class Reporter:
    """The report of errors: members hear why something was refused; faults are logged and counted."""

    def __init__(self, now: Clock, random: Random, line: Line) -> None:
        self.now = now
        self.random = random
        self.line = line
        self.fault_count = 0
        self.is_ending = False
        self._outage: _Outage | None = None

    async def report(
        self, error: BaseException, where: str, interaction: discord.Interaction[Any] | None = None
    ) -> None:
        """Tells the member, if one is waiting for an answer, and logs the error, if it is a fault."""
        error = _unwrap(error)
        if self.is_ending:  # the connections are closed; the next start goes on with what is unfinished
            log.warning("left at the end, %s: %s", where.partition("|")[0], error)
            return
        if isinstance(error, discord.HTTPException) and error.code in (_ANSWERED, _GONE):
            log.warning("nobody waits for an answer in %s: %s", where.partition("|")[0], error)
            return
        if is_connection_failure(error):
            self.line.note_failure(error, where.partition("|")[0])
        text = _answer_to(error)
        if text is None and interaction is not None:
            text = _refused_by_discord(error)
        if isinstance(error, Unavailable):
            self._note_outage(error, where, interaction)
        elif text is None:
            text = gettext(
                "Sorry, something went wrong on my side (incident `{incident}`). Please try again; if it "
                "keeps happening, show this code to whoever runs me.",
                incident=self._note_fault(error, where, interaction),
            )
        if interaction is not None and text is not None:
            await answer_privately(interaction, text)

    def _note_fault(
        self, error: BaseException, where: str, interaction: discord.Interaction[Any] | None
    ) -> str:
        """Counts the fault and logs it. Returns the code of the incident."""
        incident = code(new_id(self.random))
        self.fault_count += 1
        # Neither who asked nor what about: together they would tell whose an anonymous problem is.
        where = where.partition("|")[0]
        about: dict[str, object] = {"incident": incident, "where": where}
        if interaction is not None:
            about["guild"] = interaction.guild_id
        log.error("incident %s in %s", incident, where, exc_info=error, extra=about)
        return incident

    def _note_outage(
        self, error: Unavailable, where: str, interaction: discord.Interaction[Any] | None
    ) -> None:
        """Notes one incident for an outage of the database, however many queries fail meanwhile."""
        now = self.now()
        if self._outage is None or now - self._outage.seen_at > _OUTAGE_IS_OVER:
            self._outage = _Outage(self._note_fault(error, where, interaction), now)
        else:
            self._outage.seen_at = now
            log.warning("incident %s goes on in %s: %s", self._outage.incident, where, error.__cause__)

    @asynccontextmanager
    async def reporting(
        self, where: str, interaction: discord.Interaction[Any] | None = None
    ) -> AsyncIterator[None]:
        """Reports what the block raises, and goes on after it."""
        try:
            yield
        except Exception as error:  # reported, not swallowed
            await self.report(error, where, interaction)


async def answer_privately(
    interaction: discord.Interaction[Any], text: str = "", embed: discord.Embed = discord.utils.MISSING
) -> None:
    """Answers in private, as a followup where the interaction has been answered already."""
    try:
        if not interaction.response.is_done() and await _respond(interaction, text, embed):
            return
        await interaction.followup.send(text, embed=embed, ephemeral=True)
    except UNREACHABLE as error:
        log.log(
            logging.DEBUG if is_connection_failure(error) else logging.WARNING,
            "could not answer an interaction: %s",
            error,
        )


async def _respond(interaction: discord.Interaction[Any], text: str, embed: discord.Embed) -> bool:
    """Sends the first answer. Returns False where Discord has one already, whose receipt never reached us."""
    try:
        await interaction.response.send_message(text, embed=embed, ephemeral=True)
    except discord.HTTPException as error:
        if error.code != _ANSWERED:
            raise
        return False
    return True


def is_connection_failure(error: BaseException) -> bool:
    """Says whether Discord or the connection to it has failed, and nothing of ours."""
    kinds = aiohttp.ClientError | ConnectionError | TimeoutError | discord.DiscordServerError
    return isinstance(error, kinds)


def _unwrap(error: BaseException) -> BaseException:
    if isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError):
        return error.__cause__ or error
    return error


def _refused_by_discord(error: BaseException) -> str | None:
    """Returns why Discord does not let the bot do what a member asked for; None for a fault of ours."""
    if not isinstance(error, discord.HTTPException) or find_obstacle(error) is Obstacle.FAULT:
        return None
    return gettext("Discord does not let me do that: {reason}.", reason=describe(error))


def _answer_to(error: BaseException) -> str | None:
    """Returns what to tell about an error of the member's or of Discord's; None for a fault of ours."""
    if isinstance(error, Unavailable):
        return gettext(str(error))
    if isinstance(error, Refusal):
        return str(error)
    if is_connection_failure(error):
        return gettext(
            "The connection to Discord dropped just now. Please check whether it worked before you try again."
        )
    if isinstance(error, app_commands.NoPrivateMessage):
        return gettext("That works in a server only.")
    if isinstance(error, app_commands.CheckFailure):
        return gettext("That is for the organisers of this server: it needs Manage Server.")
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return gettext("My commands have changed. Reload Discord and try again in a minute, please.")
    if isinstance(error, app_commands.TransformerError):
        return gettext("I could not read one of the fields. Pick from the list where there is one, please.")
    return None
