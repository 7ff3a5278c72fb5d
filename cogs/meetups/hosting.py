"""Who hosts a meetup: others beside its host, another in their place, and who says yes to that."""

from __future__ import annotations

import re
from collections.abc import Sequence

import discord

from cogs.actor import actor_for, actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.buttons import BLUE, GREEN, GREY, RED, PersistentButton, button_view
from cogs.custom_ids import (
    ANSWER_OFFER,
    HAND_OVER,
    HOSTS,
    HOSTS_FORM,
    MANAGE,
    RETYPE_HOSTS,
    STEP_DOWN,
    STEP_DOWN_FIRST,
    TAKE_BACK_OFFER,
    TAKE_OVER,
    CustomId,
)
from cogs.meetups.management_page import show_page
from cogs.members import find_members
from cogs.modals import ModalHandler, ModalValues, make_modal, member_field, send_modal
from cogs.retyping import ask_again, read_typed
from cogs.ui import markup
from cogs.ui.meetups import hosting as ui
from domain.errors import Refusal, Unavailable
from domain.ids import MeetupId
from domain.meetups.hosting import MOST_COHOSTS
from domain.meetups.meetup import DateRef, Meetup
from languages import gettext
from services.jobs import Job
from services.meetups import handing_over, hosting


class Hosts(PersistentButton, custom_id=HOSTS):
    """*Hosts*: opens the form in which others are picked who host it, too."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        meetup, cohost_ids = await interaction.client.read(hosting.load_cohosts, actor_of(interaction), ref)
        await send_modal(interaction, hosts_form(ref, meetup, cohost_ids))


class RetypeHosts(PersistentButton, custom_id=RETYPE_HOSTS):
    """*Edit* after a refusal: opens the form with those who were picked."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        meetup, _ = await interaction.client.read(hosting.load_cohosts, actor_of(interaction), ref)
        picked = read_typed(interaction, ["hosts"]).get("hosts", "")
        user_ids = [int(found) for found in re.findall(r"<@(\d{1,19})>", picked)]
        await send_modal(interaction, hosts_form(ref, meetup, user_ids))


def hosts_form(ref: DateRef, meetup: Meetup, user_ids: Sequence[int]) -> discord.ui.Modal:
    """Returns the form of who hosts the meetup beside its first host, with these to begin with."""
    return make_modal(
        HOSTS_FORM.make(ref, meetup.version),
        meetup.details.title,
        member_field(
            "hosts",
            gettext("Who hosts it, too?"),
            most=MOST_COHOSTS,
            chosen_ids=user_ids,
            description=gettext("Each may do here what you may. Who is new is told once."),
        ),
    )


async def take_hosts(interaction: Interaction, values: ModalValues, ref: DateRef, version: int) -> None:
    """Stores who hosts the meetup, too; where somebody cannot, those who were picked come back."""
    actor, bot = actor_of(interaction), interaction.client
    picked = [int(user_id) for user_id in values["hosts"] or ()]
    await bot.read(hosting.get_shareable, actor, ref)
    try:
        await get_hosts(
            interaction, picked, gettext("Pick members of this server, please; a bot can't host.")
        )
        await bot.write(hosting.choose_cohosts, actor, ref, version, picked)
    except Unavailable:
        raise
    except Refusal as refusal:
        typed = {gettext("Who hosts it, too?"): " ".join(map(markup.user, picked))}
        again = (gettext("Edit"), RETYPE_HOSTS.make(ref), GREEN)
        await ask_again(interaction, f"{refusal}", again, _back(ref), typed=typed)
        return
    await show_page(interaction, ref, gettext("Changed."))


async def get_hosts(
    interaction: Interaction, user_ids: Sequence[int], refused_with: str
) -> list[discord.Member]:
    """Returns these members. Raises Refusal in those words where any is not in the server, or a bot."""
    assert interaction.guild is not None, "actor_of refuses what is not in a server"
    found = await find_members(interaction.guild, user_ids, interaction.client.limiter)
    if len(found) != len(user_ids) or any(member.bot for member in found):
        raise Refusal(refused_with)
    return found


class StepDown(PersistentButton, custom_id=STEP_DOWN):
    """*Step down*: the member hosts it no longer beside the first host, who is asked first."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        actor, bot = actor_of(interaction), interaction.client
        meetup, next_id = await bot.read(hosting.find_next_host, actor, ref)
        if meetup.host_id != actor.user_id:
            await _step_down(interaction, ref)
            return
        view = button_view((gettext("Step down"), STEP_DOWN_FIRST.make(ref), RED), _back(ref))
        question = ui.confirm_step_down(meetup, next_id)
        await interaction.response.edit_message(content=question, embed=None, view=view)


class StepDownFirst(PersistentButton, custom_id=STEP_DOWN_FIRST):
    """*Step down* under the question to the first host."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        await _step_down(interaction, ref)


async def _step_down(interaction: Interaction, ref: DateRef) -> None:
    meetup = await interaction.client.write(hosting.step_down, actor_of(interaction), ref)
    await _say(interaction, ui.stepped_down(meetup))


class HandOver(PersistentButton, custom_id=HAND_OVER):
    """*Hand over*: opens the form in which it is picked who is asked to host it."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        actor = actor_of(interaction)
        meetup = await interaction.client.read(handing_over.get_own, actor, ref)
        await send_modal(interaction, hand_over_form(ref, meetup, actor.user_id))


def hand_over_form(ref: DateRef, meetup: Meetup, user_id: int) -> discord.ui.Modal:
    """Returns the form in which the member picks who is asked to host the meetup."""
    described = (
        gettext("They are asked first. With their yes you are out; *Hosts* can add you again.")
        if user_id == meetup.host_id
        else gettext("They are asked first. With their yes the first host is out.")
    )
    return make_modal(
        HAND_OVER.make(ref),
        meetup.details.title,
        member_field(
            "host",
            gettext("Who hosts it from now on?"),
            is_required=True,
            description=described,
        ),
    )


async def take_hand_over(interaction: Interaction, values: ModalValues, ref: DateRef) -> None:
    """Has the member asked who was picked; where they cannot host, another is picked."""
    actor, bot = actor_of(interaction), interaction.client
    meetup = await bot.read(handing_over.get_own, actor, ref)
    try:
        refused_with = gettext("Pick one member of this server, please; a bot can't host.")
        (found,) = await get_hosts(interaction, [int(user_id) for user_id in values["host"]], refused_with)
        offer = await bot.write(handing_over.hand_over, actor, ref, actor_for(found))
    except Unavailable:
        raise
    except Refusal as refusal:
        view = button_view((gettext("Hand over"), HAND_OVER.make(ref), BLUE), _back(ref))
        await interaction.response.send_message(f"{refusal}", view=view, ephemeral=True)
        return
    await _say(interaction, ui.taken_over(meetup) if offer is None else ui.offered(meetup, offer))


class TakeBackOffer(PersistentButton, custom_id=TAKE_BACK_OFFER):
    """*Take the offer back*: nobody is asked any more to host it."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        await interaction.client.write(handing_over.take_back, actor_of(interaction), ref)
        await show_page(interaction, ref, gettext("Nobody is asked any more."))


class AnswerOffer(PersistentButton, custom_id=ANSWER_OFFER):
    """*Yes, I'll host it* and *No, thanks*, for the member who is asked."""

    is_private = None

    async def press(self, interaction: Interaction, answer: str, meetup_id: MeetupId) -> None:
        actor, bot = actor_of(interaction), interaction.client
        if answer == "yes":
            text = ui.taken_over(await bot.write(handing_over.accept, actor, meetup_id))
        else:
            text = ui.declined(await bot.write(handing_over.decline, actor, meetup_id))
        await interaction.response.send_message(text, ephemeral=True)


class TakeOver(PersistentButton, custom_id=TAKE_OVER):
    """*I'll host it*: the member hosts a meetup that nobody hosts."""

    is_private = None

    async def press(self, interaction: Interaction, meetup_id: MeetupId) -> None:
        meetup = await interaction.client.write(hosting.take_over, actor_of(interaction), meetup_id)
        await interaction.response.send_message(ui.taken_over(meetup), ephemeral=True)


def _back(ref: DateRef) -> tuple[str, str, discord.ButtonStyle]:
    return gettext("Back"), MANAGE.make(ref), GREY


async def _say(interaction: Interaction, text: str) -> None:
    """Says this in place of the page."""
    await interaction.response.edit_message(content=text, embed=None, view=None)


def make_offers_job(bot: LongtableBot) -> Job:
    """Returns the job that ends offers which nobody has answered."""

    async def end_old() -> None:
        async with bot.reporter.reporting("ending offers to host"):
            await bot.write(handing_over.end_old_offers)

    return Job(end_old, (handing_over.has_old_offers,), (handing_over.next_end_at,))


BUTTONS = (Hosts, RetypeHosts, StepDown, StepDownFirst, HandOver, TakeBackOffer, AnswerOffer, TakeOver)
FORMS: dict[CustomId, ModalHandler] = {HOSTS_FORM: take_hosts, HAND_OVER: take_hand_over}
