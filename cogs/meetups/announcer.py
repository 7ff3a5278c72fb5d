"""The outbox of meetups: announcements, reminders, and messages in the threads of dates."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import discord
from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.delivery import (
    UNREACHABLE,
    DeliveryOutcome,
    Destination,
    OutgoingMessage,
    Sent,
    TooLate,
    deliver,
    outcome_of,
)
from cogs.meetups.pictures import MeetupPictures
from cogs.meetups.rsvps import RsvpReactions
from cogs.meetups.session_messages import write_session_message
from cogs.meetups.views import card_buttons
from cogs.outbox import Outbox
from cogs.reactions.reconciler import Reconciler
from cogs.threads import find_meetup_channel, open_thread
from cogs.ui.meetups import agendas as agendas_ui
from cogs.ui.meetups import cards as ui
from cogs.ui.meetups import posts as posts_ui
from domain.meetups.meetup import Session
from domain.meetups.rsvp import Answer
from domain.obstacles import Obstacle
from domain.posts import Post, PostKind, Rejected
from languages import gettext, use_language
from services.meetups import announcing, schedule
from services.meetups.announcing import MeetupDelivery
from services.meetups.reminding import DirectReminder

_BATCH = 200  # dates that are opened in one transaction
_WRITERS = {
    PostKind.CALL: posts_ui.last_call,
    PostKind.CALL_OWN: posts_ui.last_call,
    PostKind.REMIND_INSTEAD: posts_ui.last_call,
    PostKind.MOVED_UP: posts_ui.moved_up,
    PostKind.CHANGE: posts_ui.change,
    PostKind.WELCOME: posts_ui.welcome,
    PostKind.HOST_NEEDED: posts_ui.host_needed,
    PostKind.ASK: agendas_ui.help_request,
}


class Announcer(commands.Cog):
    """The cog that opens dates and sends the posts about them."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self.outbox: Outbox[MeetupDelivery] = Outbox(bot, announcing, self._send, self._complete_announcement)

    async def tick(self) -> None:
        """Opens the dates that are due, and sends all posts that are due, the most urgent first."""
        while await self.bot.write(schedule.advance, _BATCH):
            pass
        await self.outbox.run()

    async def _send(self, delivery: MeetupDelivery, guild: discord.Guild) -> DeliveryOutcome:
        post, session = delivery.post, delivery.session
        meetup = session.meetup
        if post.kind is PostKind.REMIND_DIRECTLY:
            return await self._send_directly(delivery)
        channel_id = session.date.channel_id or post.payload.get("channel_id", meetup.details.channel_id)
        try:
            channel = await find_meetup_channel(self.bot, meetup, channel_id)
        except UNREACHABLE as error:
            return outcome_of(error, channel_id)
        if channel is None:
            is_thread = meetup.circle_id is not None  # which is asked for
            return Rejected(Obstacle.GONE, gettext("the channel is gone"), channel_id, was_asked=is_thread)
        if post.kind not in {PostKind.ANNOUNCE, PostKind.REMIND}:
            return await self._send_to_thread(delivery, channel)
        role_id = await self._find_role(delivery, guild)
        if post.kind is PostKind.ANNOUNCE:
            image = await self.bot.cog(MeetupPictures).find_attachable(session, channel)
            line, view = ui.first_line(session, role_id), card_buttons(session)
            message = OutgoingMessage(line, ui.card(session), role_id=role_id, view=view, image=image)
        else:
            content, embed = posts_ui.reminder(session, role_id)
            message = OutgoingMessage(content, embed, role_id=role_id, reply_to_id=session.date.message_id)
        return await deliver(channel, post, message, self.bot.limiter, is_late=delivery.is_late)

    async def _find_role(self, delivery: MeetupDelivery, guild: discord.Guild) -> int | None:
        """Returns the role to mention; None where there is none, or it is gone, of which the host is told."""
        role_id = delivery.session.meetup.details.role_id
        if role_id is None or guild.get_role(role_id) is not None:
            return role_id
        await self.bot.write(announcing.note_role_gone, delivery)
        return None

    async def _send_directly(self, delivery: MeetupDelivery) -> DeliveryOutcome:
        """Sends a reminder to one member; of one that they want no more, an earlier try is looked for."""
        content, post = delivery.content, delivery.post
        (user_id,) = post.payload["user_ids"]
        own = content.language if isinstance(content, DirectReminder) else None
        with use_language(own or self.bot.language_of(post.guild_id)):
            message = OutgoingMessage("", posts_ui.direct_reminder(delivery.session))
        return await self.bot.direct_messages.send(
            user_id, post, message, self.bot.limiter, is_late=delivery.is_late
        )

    async def _send_to_thread(
        self, delivery: MeetupDelivery, channel: discord.TextChannel | discord.Thread
    ) -> DeliveryOutcome:
        post, session = delivery.post, delivery.session
        try:
            destination = await self._open_thread(session, channel) or channel
        except UNREACHABLE as error:
            return outcome_of(error, channel.id)
        if post.first_tried_at is not None and destination is not channel:
            # Before the card stood there, or its thread could be opened, a try went to the channel.
            nothing = OutgoingMessage("", discord.Embed())
            outcome = await deliver(channel, post, nothing, self.bot.limiter, is_late=True)
            if not isinstance(outcome, TooLate):
                return outcome
        if (write := _WRITERS.get(post.kind)) is not None:
            content, embed = write(post, session)
            message = OutgoingMessage(content, embed, user_ids=post.payload["user_ids"])
        else:
            message = write_session_message(delivery)
        return await deliver(destination, post, message, self.bot.limiter, is_late=delivery.is_late)

    async def write_anew(self, post: Post) -> OutgoingMessage | None:
        """Returns the message of a post as it reads now; None where it is left as it is."""
        delivery = await self.bot.read(announcing.load_present, post)
        return write_session_message(delivery) if delivery is not None else None

    async def _open_thread(
        self, session: Session, channel: discord.TextChannel | discord.Thread
    ) -> Destination | None:
        """Returns the thread of the date; None where there can be none, as in a circle's thread."""
        message_id = session.date.message_id
        if message_id is None or isinstance(channel, discord.Thread):
            return None
        return await open_thread(self.bot, channel, message_id, ui.thread_name(session))

    async def _complete_announcement(self, delivery: MeetupDelivery, sent: Sent) -> None:
        """Adds the three reactions to a new announcement, and opens its thread."""
        if delivery.post.kind is not PostKind.ANNOUNCE:
            return
        session, channel = delivery.session, self.bot.get_channel(sent.channel_id)
        await self.bot.cog(MeetupPictures).note_shown(session, is_shown=sent.has_image)
        parent = self.bot.get_partial_messageable(sent.channel_id, guild_id=delivery.post.guild_id)
        message = parent.get_partial_message(sent.message_id)
        await self.bot.cog(Reconciler).add_first_reactions(
            message, self.bot.cog(RsvpReactions), tuple(Answer)
        )
        if isinstance(channel, discord.TextChannel):
            meetup_date = replace(session.date, channel_id=sent.channel_id, message_id=sent.message_id)
            with suppress(*UNREACHABLE):  # the first message in the thread opens it
                await self._open_thread(replace(session, date=meetup_date), channel)
