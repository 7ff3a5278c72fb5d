"""The outbox of problems: problems, proposals, actions, questions, the digest."""

from __future__ import annotations

from contextlib import suppress

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.delivery import (
    UNREACHABLE,
    DeliveryOutcome,
    Destination,
    OutgoingMessage,
    Sent,
    deliver,
    find_lack,
    outcome_of,
)
from cogs.discord_errors import TAG_DEMANDED
from cogs.outbox import Outbox
from cogs.problems import views
from cogs.problems.boards import choose_tags, demands_tag
from cogs.problems.votes import VoteReactions
from cogs.reactions.reconciler import Reconciler
from cogs.refusals import RefusedError
from cogs.threads import find_thread, open_thread
from cogs.ui.problems import cards as ui
from cogs.ui.problems import posts as posts_ui
from domain.obstacles import Obstacle
from domain.posts import Post, PostKind, Rejected
from domain.problems.problem import Problem, Proposal, Vote
from languages import gettext
from services.problems import posting
from services.problems.posting import ProblemDelivery


class ProblemPoster(commands.Cog):
    """The cog that advances problems and sends the posts about them."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self.outbox: Outbox[ProblemDelivery] = Outbox(bot, posting, self._send, self._complete_post)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Has another look at what waits for a tag: a new session replays no events."""
        async with self.bot.reporter.reporting("looking at what waits for a tag"):
            await self.bot.write(posting.look_again_for_tags)

    async def tick(self) -> None:
        """Advances the problems for which something is due, and sends all posts that are due."""
        while await self.bot.write(posting.advance):
            pass
        await self.outbox.run()

    async def _send(self, delivery: ProblemDelivery, guild: discord.Guild) -> DeliveryOutcome:
        board_id = delivery.problem.board.channel_id if delivery.problem else None
        try:
            destination = await self._find_destination(delivery, guild)
        except UNREACHABLE as error:
            return outcome_of(error, (delivery.problem and delivery.problem.message_id) or board_id)
        if destination is None:
            reason = gettext("the channel or thread is gone")
            is_thread = delivery.post.kind not in {PostKind.PROBLEM, PostKind.DIGEST}  # which is asked for
            return Rejected(Obstacle.GONE, reason, board_id, was_asked=is_thread)
        # A post that is late is looked for, but not sent.
        empty = OutgoingMessage("", discord.Embed())
        message = empty if delivery.is_late else await self._write(delivery, destination)
        if not delivery.is_late and await self._lacks_tag(delivery, destination, message):
            return Rejected(Obstacle.SETTING, gettext(TAG_DEMANDED), destination.id, was_asked=False)
        if isinstance(destination, discord.ForumChannel) and not delivery.is_late:
            return await self._deliver_to_forum(destination, delivery, message)
        return await deliver(destination, delivery.post, message, self.bot.limiter, is_late=delivery.is_late)

    async def _deliver_to_forum(
        self, forum: discord.ForumChannel, delivery: ProblemDelivery, message: OutgoingMessage
    ) -> DeliveryOutcome:
        """Opens a post; where Discord lets none be opened there, the others are not asked for, too."""
        try:
            async with self.bot.refusals.asking(("forum post", forum.id), forum.guild.id, forum.id):
                outcome = await deliver(
                    forum, delivery.post, message, self.bot.limiter, is_late=delivery.is_late
                )
                if isinstance(outcome, Rejected) and outcome.is_of_the_place:
                    raise RefusedError(outcome)
        except RefusedError as error:
            return error.rejected
        if isinstance(outcome, Rejected) and outcome.reason == gettext(TAG_DEMANDED):
            # Discord knows it before its event has told the bot.
            await self.bot.write(posting.set_waits_for_tag, delivery, waits=True)
        return outcome

    async def _lacks_tag(
        self, delivery: ProblemDelivery, destination: Destination, message: OutgoingMessage
    ) -> bool:
        """Says whether the forum would refuse the post for want of a tag; then the organisers hear of it."""
        lacks_tag = demands_tag(destination) and not message.tags
        if lacks_tag is not delivery.waits_for_tag:
            await self.bot.write(posting.set_waits_for_tag, delivery, waits=lacks_tag)
        return lacks_tag

    async def _find_destination(self, delivery: ProblemDelivery, guild: discord.Guild) -> Destination | None:
        problem = delivery.problem
        if problem is None:
            return self._find_digest_channel(delivery, guild)
        channel = guild.get_channel(problem.board.channel_id)
        if delivery.post.kind is PostKind.PROBLEM:
            return channel if isinstance(channel, discord.TextChannel | discord.ForumChannel) else None
        assert problem.message_id is not None, "what is said about a problem is said after it is posted"
        if isinstance(channel, discord.TextChannel):
            thread = await open_thread(self.bot, channel, problem.message_id, ui.thread_name(problem))
        else:
            thread = await find_thread(self.bot, problem.message_id)
        if thread is not None and thread.archived and find_lack(thread) is None:
            await self.bot.limiter.acquire()
            await thread.edit(archived=False)
        return thread or (channel if isinstance(channel, discord.TextChannel) else None)

    def _find_digest_channel(self, delivery: ProblemDelivery, guild: discord.Guild) -> Destination | None:
        for channel_id in delivery.settings.digest_channel_ids:
            channel = guild.get_channel(channel_id)
            if isinstance(channel, discord.TextChannel):
                return channel
        return None

    async def _write(self, delivery: ProblemDelivery, destination: Destination) -> OutgoingMessage:
        post, problem = delivery.post, delivery.problem
        if problem is None:
            assert delivery.digest is not None, "a digest is written when it is claimed"
            return OutgoingMessage("", posts_ui.digest(delivery.digest))
        if post.kind is PostKind.PROBLEM:
            return await self._write_problem(delivery, problem, destination)
        return self._write_about(delivery, problem)

    def _write_about(self, delivery: ProblemDelivery, problem: Problem) -> OutgoingMessage:
        """Returns what is said in the thread of a problem."""
        post, proposal = delivery.post, delivery.proposal
        author_ids = [problem.author_id] if problem.author_id is not None else []
        match post.kind:
            case PostKind.PROPOSAL if proposal is not None:
                content, embed = ui.proposal_card(problem, proposal)
                view = views.proposal_buttons(problem, proposal)
                author_id = problem.author_to_tell(proposal.author_id)
                told_ids = [author_id] if author_id is not None else []
                return OutgoingMessage(content, embed, user_ids=told_ids, view=view)
            case PostKind.NUDGE | PostKind.OUTCOME_QUESTION | PostKind.STILL_MATTERS if delivery.is_answered:
                return OutgoingMessage("", posts_ui.answered_question(post, problem, proposal))
            case PostKind.NUDGE:
                content, embed = posts_ui.nudge(problem)
                view = views.nudge_buttons(problem, delivery.proposals)
                return OutgoingMessage(content, embed, user_ids=author_ids, view=view)
            case PostKind.OUTCOME_QUESTION if proposal is not None:
                content, embed = posts_ui.outcome_question(problem, proposal)
                return OutgoingMessage(
                    content, embed, user_ids=author_ids, view=views.outcome_buttons(problem, proposal)
                )
            case PostKind.SESSION_REPORT:
                content, embed = posts_ui.session_report(post)
                return OutgoingMessage(content, embed)
            case PostKind.SOLUTION_NEWS if proposal is not None:
                content, embed = posts_ui.solution_news(post, problem, proposal)
                return OutgoingMessage(content, embed, user_ids=post.payload["user_ids"])
            case PostKind.STILL_MATTERS:
                content, embed = posts_ui.still_matters(post, problem)
                return OutgoingMessage(
                    content, embed, user_ids=author_ids, view=views.still_matters_buttons(problem)
                )
            case _:
                told_ids = posts_ui.list_told(post, problem)
                content, embed = posts_ui.action_taken(post, problem, proposal)
                return OutgoingMessage(
                    content, embed, user_ids=told_ids, view=views.undo_buttons(post, problem)
                )

    async def write_anew(self, post: Post) -> OutgoingMessage | None:
        """Returns the message of a post as it reads now; None where it is left as it is."""
        delivery = await self.bot.read(posting.load_present, post)
        return self._write_about(delivery, delivery.problem) if delivery and delivery.problem else None

    async def _write_problem(
        self, delivery: ProblemDelivery, problem: Problem, destination: Destination
    ) -> OutgoingMessage:
        tags: list[discord.ForumTag] = []
        if isinstance(destination, discord.ForumChannel):
            uses = await self.bot.read(posting.count_tags, problem.guild_id)
            tags, hidden = choose_tags(destination, problem, delivery.settings.state_tag_ids, uses)
            await self.bot.write(posting.hide_tags, problem.id, hidden)
        return OutgoingMessage(
            "",
            ui.card(problem, None),
            view=views.problem_buttons(problem),
            title=ui.thread_name(problem),
            tags=tags,
        )

    async def take_down(self, problem: Problem, proposal: Proposal) -> None:
        """Deletes the message of a proposal that was withdrawn."""
        if problem.message_id is not None and proposal.message_id is not None:
            await self.bot.limiter.acquire()
            thread = self.bot.get_partial_messageable(problem.message_id)
            with suppress(*UNREACHABLE):  # then the message stays, and its button refuses
                await thread.get_partial_message(proposal.message_id).delete()

    async def _complete_post(self, delivery: ProblemDelivery, sent: Sent) -> None:
        """Opens the thread of a new problem, and adds the reaction for votes to problems and proposals."""
        votes = {PostKind.PROBLEM: Vote.ME_TOO, PostKind.PROPOSAL: Vote.UP}
        vote = votes.get(delivery.post.kind)
        if vote is None or delivery.problem is None:
            return
        channel = self.bot.get_channel(sent.channel_id)
        if delivery.post.kind is PostKind.PROBLEM and isinstance(channel, discord.TextChannel):
            with suppress(*UNREACHABLE):  # the next post about the problem opens it
                name = ui.thread_name(delivery.problem)
                await open_thread(self.bot, channel, sent.message_id, name)
        is_forum = isinstance(channel, discord.ForumChannel)
        parent_id = sent.message_id if is_forum else sent.channel_id
        parent = self.bot.get_partial_messageable(parent_id, guild_id=delivery.post.guild_id)
        message = parent.get_partial_message(sent.message_id)
        await self.bot.cog(Reconciler).add_first_reactions(message, self.bot.cog(VoteReactions), [vote])
