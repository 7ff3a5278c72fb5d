"""Keeping what Discord shows in step with the board: cards, tags of forum posts, proposals."""

from __future__ import annotations

import aiohttp
import discord
from discord.ext import commands

from cogs.errors import Reporter
from cogs.pace import Pace
from cogs.problems.boards import choose_tags
from cogs.problems.buttons import proposal_buttons
from cogs.threads import find_thread
from cogs.ui import problems as ui
from domain.mirrors import MirrorKind
from domain.problems.problem import Problem, Proposal
from services.problems.following import Following
from services.problems.mirroring import Drawing, ProblemMirroring
from services.problems.posting import ProblemPosting

_AT_ONCE = 50


class ProblemDrawer(commands.Cog):
    """Draws what is out of date: each message at most once in a few seconds, the last state always."""

    def __init__(
        self,
        bot: commands.Bot,
        mirroring: ProblemMirroring,
        posting: ProblemPosting,
        following: Following,
        reporter: Reporter,
        pace: Pace,
    ) -> None:
        self.bot = bot
        self.mirroring = mirroring
        self.posting = posting
        self.following = following
        self.reporter = reporter
        self.pace = pace

    async def tick(self) -> None:
        """Draw everything that is due."""
        for kind in (MirrorKind.PROBLEM, MirrorKind.PROPOSAL):
            while subject_ids := await self.mirroring.list_due(kind, _AT_ONCE):
                for subject_id in subject_ids:
                    async with self.reporter.reporting(f"drawing a {kind}"):
                        await self._draw(subject_id, kind)

    async def _draw(self, subject_id: int, kind: MirrorKind) -> None:
        drawing = await self.mirroring.claim(subject_id, kind)
        if drawing is None:
            return
        guild = self.bot.get_guild(drawing.problem.guild_id)
        if guild is None or guild.unavailable:
            await self.mirroring.mark_failed(drawing)
            return
        try:
            await self._edit(drawing, guild)
        except discord.NotFound:
            await self._forget(drawing)
        except discord.Forbidden:
            await self.mirroring.mark_failed(drawing, is_forbidden=True)
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
            await self.mirroring.mark_failed(drawing)
        else:
            await self.mirroring.mark_drawn(drawing)

    async def _edit(self, drawing: Drawing, guild: discord.Guild) -> None:
        problem, proposal = drawing.problem, drawing.proposal
        if problem.message_id is None:
            return  # nothing is shown, so nothing is out of date
        if proposal is not None:
            await self._edit_proposal(problem, proposal)
        elif problem.board.is_forum:
            await self._edit_post(drawing, guild, problem.message_id)
        else:
            channel = self.bot.get_partial_messageable(problem.board.channel_id)
            await self._edit_card(channel, drawing, problem.message_id)

    async def _edit_post(self, drawing: Drawing, guild: discord.Guild, thread_id: int) -> None:
        """A forum's post: its card and its tags. An archived one is left alone until it is opened again."""
        problem, forum = drawing.problem, guild.get_channel(drawing.problem.board.channel_id)
        thread = await find_thread(self.bot, thread_id)
        if thread is None or thread.archived or not isinstance(forum, discord.ForumChannel):
            return
        await self._edit_card(thread, drawing, thread_id)
        tags, hidden = choose_tags(forum, problem, drawing.settings.state_tag_ids, drawing.tag_uses)
        await self.posting.hide_tags(problem.id, hidden)
        if {tag.id for tag in tags} != {tag.id for tag in thread.applied_tags}:
            await self.pace.turn()
            await thread.edit(applied_tags=tags)

    async def _edit_card(self, channel: discord.abc.Messageable, drawing: Drawing, message_id: int) -> None:
        assert isinstance(channel, discord.Thread | discord.PartialMessageable)
        await self.pace.turn()
        embed = ui.card(drawing.problem, drawing.accepted)
        await channel.get_partial_message(message_id).edit(embed=embed)

    async def _edit_proposal(self, problem: Problem, proposal: Proposal) -> None:
        thread = await find_thread(self.bot, problem.message_id or 0)
        if thread is None or thread.archived or proposal.message_id is None:
            return
        await self.pace.turn()
        _, embed = ui.proposal_card(problem, proposal)
        view = proposal_buttons(problem, proposal)
        await thread.get_partial_message(proposal.message_id).edit(embed=embed, view=view)

    async def _forget(self, drawing: Drawing) -> None:
        subject = drawing.proposal or drawing.problem
        if subject.message_id is not None:
            await self.following.forget_message(subject.message_id)
        await self.mirroring.mark_drawn(drawing)
