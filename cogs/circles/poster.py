"""The outbox of circles: messages to one member, and in the threads of circles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.circles import views
from cogs.circles.private_threads import Note, PrivateThreads, add_members, unarchive_thread
from cogs.delivery import (
    UNREACHABLE,
    DeliveryOutcome,
    OutgoingMessage,
    Sent,
    deliver,
    find_lack,
    outcome_of,
)
from cogs.outbox import Outbox
from cogs.refusals import RefusedError
from cogs.threads import find_thread
from cogs.ui.circles import messages as ui
from cogs.ui.circles.messages import NamesById
from domain.obstacles import Obstacle
from domain.posts import Post, PostKind, Rejected
from domain.profiles import Contact
from languages import gettext, use_language
from services.circles import answering, posting
from services.circles.posting import CircleDelivery

_LEAST_COMPANY = 2  # with fewer in a thread there is nobody to welcome


class CirclePoster(commands.Cog):
    """The cog that advances circles and sends their posts."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self.outbox: Outbox[CircleDelivery] = Outbox(bot, posting, self._send)
        self._threads = PrivateThreads(bot)

    async def tick(self) -> None:
        """Advances the circles for which something is due, and sends all posts that are due."""
        while await self.bot.write(posting.advance):
            pass
        await self.outbox.run()

    async def _send(self, delivery: CircleDelivery, guild: discord.Guild) -> DeliveryOutcome:
        try:
            names = await self._get_names(guild, delivery)
            if delivery.user_id and delivery.user_id not in names:
                return Rejected(Obstacle.PERSON, gettext("the member has left"), was_asked=False)
            if delivery.post.kind in {PostKind.INVITE, PostKind.NOT_FORMED}:
                with use_language(self._language_of(delivery)):
                    return await self._send_to_member(guild, delivery, names)
            return await self._send_to_circle(guild, delivery, names)
        except RefusedError as error:
            return error.rejected
        except UNREACHABLE as error:
            return outcome_of(error, delivery.settings.circle_channel_id)

    def _language_of(self, delivery: CircleDelivery) -> str:
        """Returns the language of a message to one member: as in their profile, else the server's."""
        chosen = delivery.profile.language if delivery.profile is not None else None
        return chosen or self.bot.language_of(delivery.post.guild_id)

    async def _get_names(
        self, guild: discord.Guild, delivery: CircleDelivery, others: Collection[int] = ()
    ) -> NamesById:
        """Returns the names of those whom the post is about, and of these others.

        Those who left are taken out of the circle.
        """
        user_ids = {*delivery.circle.held_ids, delivery.user_id, *others} - {0}
        if not user_ids:  # the goodbye of a circle that is over holds nobody any more
            return {}
        members = await guild.query_members(user_ids=list(user_ids), limit=len(user_ids), cache=False)
        names = {member.id: ui.first_name(member.display_name) for member in members}
        if gone := set(delivery.circle.held_ids) - names.keys():
            await self.bot.write(answering.drop_members, delivery.circle.id, gone)
        return names

    async def _send_to_member(
        self, guild: discord.Guild, delivery: CircleDelivery, names: NamesById
    ) -> DeliveryOutcome:
        embed, view = self._write_to_member(delivery, names)
        was_asked = False
        wants_message = delivery.profile is not None and delivery.profile.contact is Contact.MESSAGE
        if wants_message:
            if (sent := await self._find_in_own_thread(delivery)) is not None:
                return sent
            message = OutgoingMessage("", embed, view=view)
            outcome = await self.bot.direct_messages.send(
                delivery.user_id, delivery.post, message, self.bot.limiter, is_late=delivery.is_late
            )
            if not isinstance(outcome, Rejected):
                return outcome
            was_asked = True
        message = OutgoingMessage(f"<@{delivery.user_id}>", embed, user_ids=[delivery.user_id], view=view)
        outcome = await self._send_to_own_thread(guild, delivery, message)
        if isinstance(outcome, Rejected) and was_asked:  # for the direct message: not again within the hour
            return replace(outcome, was_asked=True)
        return outcome

    def _write_to_member(
        self, delivery: CircleDelivery, names: NamesById
    ) -> tuple[discord.Embed, discord.ui.View | None]:
        post, circle = delivery.post, delivery.circle
        if post.kind is PostKind.NOT_FORMED:
            return ui.not_formed(), None
        if not delivery.is_open_invitation:
            view = views.accepted_buttons(circle) if delivery.is_waiting else None
            return ui.answered_invitation(circle, delivery.seat), view
        embed = ui.invitation(post, circle, names, delivery.common, delivery.times)
        return embed, views.invitation_buttons(circle)

    async def write_anew(self, post: Post) -> OutgoingMessage | None:
        """Returns the message of a post as it reads now; None where it is left as it is."""
        delivery = await self.bot.read(posting.load_present, post)
        guild = self.bot.find_guild(post.guild_id)
        if delivery is None or guild is None:
            return None
        if post.kind is PostKind.INVITE and not delivery.is_open_invitation:  # an open one reads as before
            with use_language(self._language_of(delivery)):
                embed, view = self._write_to_member(delivery, {})
            return OutgoingMessage("", embed, view=view)
        if post.kind is PostKind.CIRCLE:
            names = await self._get_names(guild, delivery, delivery.welcomed_ids)
            return self._write_welcome(delivery, names, delivery.welcomed_ids)
        if post.kind is PostKind.CIRCLE_LINE and post.payload.get("line") in ui.LINES_WITH_BUTTONS:
            embed = ui.thread_line(post, delivery.circle, {}, delivery.counts)
            return OutgoingMessage("", embed, view=views.thread_buttons(delivery.circle, post))
        return None

    async def _send_to_own_thread(
        self, guild: discord.Guild, delivery: CircleDelivery, message: OutgoingMessage
    ) -> DeliveryOutcome:
        try:
            destination = await self._open_own_thread(guild, delivery)
        except RefusedError as error:
            return error.rejected
        return await deliver(destination, delivery.post, message, self.bot.limiter, is_late=delivery.is_late)

    async def _find_in_own_thread(self, delivery: CircleDelivery) -> Sent | None:
        """Returns where an earlier try has arrived that went to the thread instead; None where none has."""
        if delivery.post.first_tried_at is None or delivery.own_thread_id is None:
            return None
        thread = await find_thread(self.bot, delivery.own_thread_id)
        if thread is None:
            return None
        nothing = OutgoingMessage("", discord.Embed())
        found = await deliver(thread, delivery.post, nothing, self.bot.limiter, is_late=True)
        return found if isinstance(found, Sent) else None

    async def _open_own_thread(self, guild: discord.Guild, delivery: CircleDelivery) -> discord.Thread:
        """Returns the private thread of the bot and this member, opened where there is none.

        Raises RefusedError, also where the member cannot be added and would not hear of what is said there.
        """
        user_id = delivery.user_id
        thread = None
        if delivery.own_thread_id is not None:
            thread = await unarchive_thread(self.bot, delivery.own_thread_id, self.bot.limiter)
        if thread is None:
            thread = await self._open_private_thread(
                guild,
                delivery,
                gettext("Your circles"),
                lambda thread_id: self.bot.write(posting.take_own_thread, guild.id, user_id, thread_id),
            )
        if delivery.post.first_tried_at is None and (lack := find_lack(thread)) is not None:
            raise RefusedError(lack)
        refused = await self._add_members(delivery, thread, [user_id])
        if user_id in refused:
            # Of this member alone: what the organisers can do about it they hear as that.
            raise RefusedError(replace(refused[user_id], obstacle=Obstacle.PERSON))
        return thread

    async def _open_private_thread(
        self, guild: discord.Guild, delivery: CircleDelivery, name: str, note: Note
    ) -> discord.Thread:
        channel_id = delivery.settings.circle_channel_id
        return await self._threads.open(guild, channel_id, name, delivery.post, note)

    async def _add_members(
        self, delivery: CircleDelivery, thread: discord.Thread, user_ids: Collection[int]
    ) -> dict[int, Rejected]:
        """Adds these to the thread; returns those whom Discord refuses, of whom the organisers hear.

        Who has left the server is refused, too, and nothing is to be mended about that.
        """
        refused = await add_members(thread, user_ids, self.bot.limiter)
        kept_out = [one for one in refused.values() if not one.is_of_one_person]
        if kept_out:
            await self.bot.write(posting.note_not_added, delivery, thread.parent_id, len(kept_out))
        return refused

    async def _send_to_circle(
        self, guild: discord.Guild, delivery: CircleDelivery, names: NamesById
    ) -> DeliveryOutcome:
        circle = delivery.circle
        destination = await self._open_thread(guild, delivery)
        if destination is None:
            reason = gettext("the circle's thread is gone")
            return Rejected(Obstacle.GONE, reason, delivery.settings.circle_channel_id)
        if delivery.post.first_tried_at is None and (lack := find_lack(destination)) is not None:
            return lack
        sitting = [user_id for user_id in circle.sitting_ids if user_id in names]
        if delivery.post.kind is PostKind.CIRCLE:
            refused = await self._add_members(delivery, destination, sitting)
            if refused and len(sitting) - len(refused) < _LEAST_COMPANY:
                return next(iter(refused.values()))
            welcomed = names.keys() - refused.keys()
            sitting = [user_id for user_id in delivery.welcomed_ids if user_id in welcomed]
            message = self._write_welcome(delivery, names, sitting)
            return await deliver(
                destination, delivery.post, message, self.bot.limiter, is_late=delivery.is_late
            )
        is_kept_out = False
        if delivery.post.payload["line"] == "joined":
            is_kept_out = bool(await self._add_members(delivery, destination, [delivery.user_id]))
        embed = ui.thread_line(delivery.post, circle, names, delivery.counts, is_kept_out=is_kept_out)
        view = views.thread_buttons(circle, delivery.post)
        mentioned = [delivery.user_id] if delivery.user_id else sitting
        content = " ".join(f"<@{user_id}>" for user_id in mentioned)
        message = OutgoingMessage(content, embed, user_ids=mentioned, view=view)
        return await deliver(destination, delivery.post, message, self.bot.limiter, is_late=delivery.is_late)

    def _write_welcome(
        self, delivery: CircleDelivery, names: NamesById, welcomed_ids: Sequence[int]
    ) -> OutgoingMessage:
        """Returns the first message in a circle's thread, to these of its members."""
        circle = delivery.circle
        embed = ui.welcome(
            circle,
            [names[user_id] for user_id in welcomed_ids if user_id in names],
            delivery.interest,
            delivery.counts,
            is_spread=delivery.is_spread,
        )
        content = " ".join(f"<@{user_id}>" for user_id in welcomed_ids)
        view = views.poll_buttons(circle, ui.FIRST_POLL)
        return OutgoingMessage(content, embed, user_ids=welcomed_ids, view=view)

    async def _open_thread(self, guild: discord.Guild, delivery: CircleDelivery) -> discord.Thread | None:
        """Returns the thread of the circle, opened for its first message; None where it is gone.

        Raises RefusedError.
        """
        circle = delivery.circle
        if circle.thread_id is not None:
            return await unarchive_thread(self.bot, circle.thread_id, self.bot.limiter)
        return await self._open_private_thread(
            guild,
            delivery,
            ui.thread_name(circle),
            lambda thread_id: self.bot.write(posting.take_thread, circle.id, thread_id),
        )
