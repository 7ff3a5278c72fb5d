"""Reminders of one's own profile: the button of the page, its form, and what was refused in it."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs import retyping
from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import REMINDERS_FORM, RETYPE_REMINDERS
from cogs.modals import ModalValues, choice_field, first_of, make_modal, send_modal, text_field
from cogs.profiles.page import redraw_page
from cogs.ui import profiles as ui
from domain.errors import NotSaved, Refusal
from domain.meetups.pings import MOST_OWN_LEADS, write_pings
from domain.reminders import ReminderWay
from languages import gettext
from services import profiles
from services.meetups import reminding

_LEADS_LENGTH = 60


def _reminders_modal(way: ReminderWay, leads: str) -> discord.ui.Modal:
    """Returns the form that asks how one is reminded, and how long before, as it is or was typed."""
    return make_modal(
        REMINDERS_FORM.make(),
        gettext("Reminders of meetups"),
        choice_field(
            "way",
            gettext("How shall I remind you?"),
            {one: gettext(name) for one, name in ui.REMINDER_WAYS.items()},
            way,
            is_required=True,
        ),
        text_field(
            "leads",
            gettext("How long before?"),
            leads,
            length=_LEADS_LENGTH,
            hint=gettext("1 day, 30 min"),
            description=gettext(
                "At most {most} times. Empty: when the meetup reminds everybody.", most=MOST_OWN_LEADS
            ),
        ),
    )


def _chosen_way(values: Sequence[str] | None) -> ReminderWay:
    """Returns the way that was chosen. Raises Refusal where it is none of those there are."""
    chosen = first_of(values) or ""
    if chosen not in set(ReminderWay):
        raise Refusal(gettext("Pick from the list how I shall remind you."))
    return ReminderWay(chosen)


async def take_reminders(interaction: Interaction, values: ModalValues) -> None:
    """Sets what was chosen; times that cannot be read are offered again."""
    way, leads = _chosen_way(values["way"]), values["leads"] or ""
    try:
        profile = await interaction.client.write(reminding.choose, actor_of(interaction), way, leads)
    except NotSaved:
        raise
    except Refusal as refusal:
        typed = {gettext("How long before?"): leads}
        await retyping.offer_again(interaction, refusal, RETYPE_REMINDERS.make(way), typed)
        return
    await redraw_page(interaction, profile, ui.reminders_set(profile.reminders))


class ChooseReminders(PersistentButton, custom_id=REMINDERS_FORM):
    """*Reminders*."""

    async def press(self, interaction: Interaction) -> None:
        actor = actor_of(interaction)
        profile = await interaction.client.read(profiles.get, actor.guild_id, actor.user_id)
        reminders = profile.reminders
        await send_modal(interaction, _reminders_modal(reminders.way, write_pings(reminders.leads_min)))


class RetypeReminders(PersistentButton, custom_id=RETYPE_REMINDERS):
    """*Edit* under the reason why the times were refused."""

    async def press(self, interaction: Interaction, way: ReminderWay) -> None:
        leads = retyping.read_typed(interaction, ("leads",)).get("leads", "")
        await send_modal(interaction, _reminders_modal(way, leads))


BUTTONS: list[type[PersistentButton]] = [ChooseReminders, RetypeReminders]
