"""The outbox of circles: messages to one member, and in the threads of circles."""

from __future__ import annotations

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.circles import views
from cogs.circles.private_threads import NoChannelError, add_members, open_private_thread, unarchive_thread
from cogs.delivery import UNREACHABLE, DeliveryOutcome, OutgoingMessage, Rejected, Unknown, deliver
from cogs.outbox import Outbox
from cogs.ui.circles import messages as ui
from cogs.ui.circles.messages import NamesById
from domain.posts import PostKind
from domain.profiles import Contact
from languages import gettext, use_language
from services.circles import answering, posting
from services.circles.posting import CircleDelivery


class CirclePoster(commands.Cog):
    """The cog that advances circles and sends their posts."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self.outbox: Outbox[CircleDelivery] = Outbox(bot, posting, self._send)

    async def tick(self) -> None:
        """Advances the circles for which something is due, and sends all posts that are due."""
        while await self.bot.write(posting.advance):
            pass
        await self.outbox.run()

    async def _send(self, delivery: CircleDelivery, guild: discord.Guild) -> DeliveryOutcome:
        try:
            names = await self._get_names(guild, delivery)
            if delivery.user_id and delivery.user_id not in names:
                return Rejected(gettext("the member has left"))
            if delivery.post.kind in {PostKind.INVITE, PostKind.NOT_FORMED}:
                with use_language(self._language_of(delivery)):
                    return await self._send_to_member(guild, delivery, names)
            return await self._send_to_circle(guild, delivery, names)
        except NoChannelError as error:
            return Rejected(str(error), delivery.settings.circle_channel_id)
        except (discord.Forbidden, discord.NotFound) as error:
            return Rejected(error.text or gettext("I may not"), delivery.settings.circle_channel_id)
        except UNREACHABLE:
            return Unknown()

    def _language_of(self, delivery: CircleDelivery) -> str:
        """Returns the language of a message to one member: as in their profile, else the server's."""
        chosen = delivery.profile.language if delivery.profile is not None else None
        return chosen or self.bot.language_of(delivery.post.guild_id)

    async def _get_names(self, guild: discord.Guild, delivery: CircleDelivery) -> NamesById:
        """Returns the names of those whom the post is about; those who left are taken out of the circle."""
        user_ids = {*delivery.circle.held_ids, delivery.user_id} - {0}
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
        post, circle = delivery.post, delivery.circle
        embed, view = ui.not_formed(post), None
        if post.kind is PostKind.INVITE:
            embed = ui.invitation(post, circle, names, delivery.common, delivery.times)
            view = views.invitation_buttons(circle)
        wants_message = delivery.profile is not None and delivery.profile.contact is Contact.MESSAGE
        if wants_message:
            outcome = await self._send_directly(delivery, OutgoingMessage("", embed, view=view))
            if not isinstance(outcome, Rejected):
                return outcome
        destination = await self._open_own_thread(guild, delivery)
        message = OutgoingMessage(f"<@{delivery.user_id}>", embed, user_ids=[delivery.user_id], view=view)
        return await deliver(destination, delivery.post, message, self.bot.limiter, is_late=delivery.is_late)

    async def _send_directly(self, delivery: CircleDelivery, message: OutgoingMessage) -> DeliveryOutcome:
        """Sends a direct message, which Discord rejects where the member takes none from this server."""
        destination = await self.bot.create_dm(discord.Object(delivery.user_id))
        return await deliver(destination, delivery.post, message, self.bot.limiter, is_late=delivery.is_late)

    async def _open_own_thread(self, guild: discord.Guild, delivery: CircleDelivery) -> discord.Thread:
        """Returns the private thread of the bot and this member, opened where there is none.

        Raises NoChannelError.
        """
        guild_id, user_id = guild.id, delivery.user_id
        if delivery.own_thread_id is not None:
            thread = await unarchive_thread(self.bot, delivery.own_thread_id, self.bot.limiter)
            if thread is not None:
                return thread
        channel_id = delivery.settings.circle_channel_id
        thread = await open_private_thread(
            guild, channel_id, gettext("Your circles"), delivery.post, self.bot.limiter
        )
        await self.bot.write(posting.set_own_thread, guild_id, user_id, thread.id)
        await add_members(thread, [user_id], self.bot.limiter)
        return thread

    async def _send_to_circle(
        self, guild: discord.Guild, delivery: CircleDelivery, names: NamesById
    ) -> DeliveryOutcome:
        circle = delivery.circle
        destination = await self._open_thread(guild, delivery)
        if destination is None:
            return Rejected(gettext("the circle's thread is gone"), delivery.settings.circle_channel_id)
        sitting = [user_id for user_id in circle.sitting_ids if user_id in names]
        if delivery.post.kind is PostKind.CIRCLE:
            await add_members(destination, sitting, self.bot.limiter)
            sitting = [user_id for user_id in delivery.welcomed_ids if user_id in names]
            message = OutgoingMessage(
                " ".join(f"<@{user_id}>" for user_id in sitting),
                ui.welcome(
                    delivery.post,
                    circle,
                    [names[user_id] for user_id in sitting],
                    delivery.interest,
                    delivery.counts,
                    is_spread=delivery.is_spread,
                ),
                user_ids=sitting,
                view=views.poll_buttons(circle),
            )
            return await deliver(
                destination, delivery.post, message, self.bot.limiter, is_late=delivery.is_late
            )
        if delivery.post.payload["line"] == "joined":
            await add_members(destination, [delivery.user_id], self.bot.limiter)
        embed = ui.thread_line(delivery.post, circle, names, delivery.counts)
        view = views.thread_buttons(circle, delivery.post.payload)
        mentioned = [delivery.user_id] if delivery.user_id else sitting
        content = " ".join(f"<@{user_id}>" for user_id in mentioned)
        message = OutgoingMessage(content, embed, user_ids=mentioned, view=view)
        return await deliver(destination, delivery.post, message, self.bot.limiter, is_late=delivery.is_late)

    async def _open_thread(self, guild: discord.Guild, delivery: CircleDelivery) -> discord.Thread | None:
        """Returns the thread of the circle, opened for its first message; None where it is gone.

        Raises NoChannelError.
        """
        circle = delivery.circle
        if circle.thread_id is not None:
            return await unarchive_thread(self.bot, circle.thread_id, self.bot.limiter)
        name = ui.thread_name(circle)
        channel_id = delivery.settings.circle_channel_id
        thread = await open_private_thread(guild, channel_id, name, delivery.post, self.bot.limiter)
        await self.bot.write(posting.set_thread, circle.id, thread.id)
        return thread
