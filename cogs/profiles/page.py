"""The private page of one's own profile: what it says now, and a button for each thing that can be set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import clock
from cogs import retyping
from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import BLUE, GREEN, GREY, PersistentButton
from cogs.custom_ids import (
    PAUSE_FORM,
    PICK_ZONE,
    RESUME,
    RETYPE_PROFILE,
    SETTINGS_BUTTON,
    SWITCH,
    ZONE_FORM,
)
from cogs.modals import ModalValues, send_modal
from cogs.profiles import views
from cogs.profiles.modals import city_modal, pause_modal, zone_modal
from cogs.ui import markup
from cogs.ui import profiles as ui
from domain.errors import NotSaved, Refusal
from domain.guilds import Actor
from domain.profiles import Hearing, Profile
from domain.zones import UnclearZone
from languages import gettext, gettext_noop
from services import profiles
from services.transaction import Transaction

_MOST_ZONES = 4  # to pick from: with *Edit*, a row of buttons


async def show_page(interaction: Interaction) -> None:
    """Answers in private with the member's own page."""
    actor = actor_of(interaction)
    profile = await interaction.client.read(profiles.get, actor.guild_id, actor.user_id)
    is_paused = profile.is_paused(clock.now())
    embed = ui.own(profile, gettext("Your profile"), is_paused=is_paused)
    view = views.page_buttons(profile, is_paused=is_paused)
    await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


async def redraw_page(interaction: Interaction, profile: Profile, text: str) -> None:
    """Edits the page under which something was pressed to what is set now, and says so."""
    is_paused = profile.is_paused(clock.now())
    embed = ui.own(profile, gettext("Your profile"), is_paused=is_paused)
    view = views.page_buttons(profile, is_paused=is_paused)
    await interaction.response.edit_message(content=text, embed=embed, view=view)


async def take_pause(interaction: Interaction, values: ModalValues) -> None:
    """Begins a break of the weeks that were typed; what is no number is offered again."""
    weeks = values["weeks"] or ""
    try:
        profile = await interaction.client.write(profiles.pause, actor_of(interaction), weeks)
    except NotSaved:
        raise
    except Refusal as refusal:
        typed = {gettext("For how many weeks?"): weeks}
        await retyping.offer_again(interaction, refusal, RETYPE_PROFILE.make("pause"), typed)
        return
    if weeks.strip() and profile.paused_until:
        text = gettext(
            "All right, no circles for you until {when}. *End my break* brings you back.",
            when=markup.stamp(profile.paused_until, "D"),
        )
    else:
        text = gettext("All right, no circles for you. *End my break* brings you back.")
    await redraw_page(interaction, profile, text)


async def take_zone(interaction: Interaction, values: ModalValues) -> None:
    """Sets the time zone that was typed; of several one can be picked, and what is none is offered again."""
    zone = values["zone"] or ""
    try:
        profile = await interaction.client.write(profiles.set_zone, actor_of(interaction), zone)
    except NotSaved:
        raise
    except Refusal as refusal:
        zones = refusal.zones if isinstance(refusal, UnclearZone) else ()
        picks = [(one, PICK_ZONE.make(one), BLUE) for one in zones[:_MOST_ZONES]]
        edit = (gettext("Edit"), RETYPE_PROFILE.make("zone"), GREY if picks else GREEN)
        typed = {gettext("Which time zone are you in?"): zone}
        await retyping.ask_again(interaction, f"{refusal}", *picks, edit, typed=typed)
        return
    await _redraw_zone(interaction, profile)


async def _redraw_zone(interaction: Interaction, profile: Profile) -> None:
    text = gettext("Your time zone is **{zone}** now. Times that you type are read in it.", zone=profile.zone)
    await redraw_page(interaction, profile, text)


class Settings(PersistentButton, custom_id=SETTINGS_BUTTON):
    """*Settings* of the table and of the front desk."""

    is_private = None

    async def press(self, interaction: Interaction) -> None:
        await show_page(interaction)


class TakeBreak(PersistentButton, custom_id=PAUSE_FORM):
    """*Take a break*, which asks for how long."""

    async def press(self, interaction: Interaction) -> None:
        await send_modal(interaction, pause_modal())


class EndBreak(PersistentButton, custom_id=RESUME):
    """*End my break*."""

    async def press(self, interaction: Interaction) -> None:
        profile = await interaction.client.write(profiles.resume, actor_of(interaction))
        await redraw_page(interaction, profile, gettext("Welcome back! You are part of it again."))


class ChangeZone(PersistentButton, custom_id=ZONE_FORM):
    """*Time zone*."""

    async def press(self, interaction: Interaction) -> None:
        actor = actor_of(interaction)
        profile = await interaction.client.read(profiles.get, actor.guild_id, actor.user_id)
        await send_modal(interaction, zone_modal(profile))


class PickZone(PersistentButton, custom_id=PICK_ZONE):
    """A zone that what was typed may have meant."""

    async def press(self, interaction: Interaction, zone: str) -> None:
        profile = await interaction.client.write(profiles.set_zone, actor_of(interaction), zone)
        await _redraw_zone(interaction, profile)


class RetypeProfile(PersistentButton, custom_id=RETYPE_PROFILE):
    """*Edit* under the reason why a city, a zone or the length of a break was refused."""

    async def press(self, interaction: Interaction, what: str) -> None:
        actor = actor_of(interaction)
        profile = await interaction.client.read(profiles.get, actor.guild_id, actor.user_id)
        typed = retyping.read_typed(interaction, (what,)).get(what, "")
        forms = {"city": city_modal(profile, typed), "zone": zone_modal(profile, typed)}
        await send_modal(interaction, forms.get(what) or pause_modal(typed))


@dataclass(frozen=True, slots=True)
class _Effect:
    """What a switch sets, and what is said once it is on, and once it is off."""

    use_case: Callable[[Transaction, Actor, bool], Profile]
    on: str
    off: str


def _hearing(hearing: Hearing) -> Callable[[Transaction, Actor, bool], Profile]:
    def set_hearing(tx: Transaction, actor: Actor, is_on: bool) -> Profile:
        return profiles.set_hearing(tx, actor, hearing, is_on)

    return set_hearing


_EFFECTS = {
    "buddy": _Effect(
        profiles.set_buddy,
        gettext_noop(
            "Thank you! Hosts see your name when somebody comes for the first time to a meetup you go to."
        ),
        gettext_noop("All right, I won't suggest you to hosts."),
    ),
    "helper": _Effect(
        profiles.set_helper,
        gettext_noop(
            "Thank you! I'll ask you, once, when somebody has a problem like one that you have solved."
        ),
        gettext_noop("All right, I won't ask you."),
    ),
    "named": _Effect(
        profiles.set_named,
        gettext_noop("Thank you! Recaps of meetups you came to name you."),
        gettext_noop("All right, recaps only count you."),
    ),
    "solutions": _Effect(
        _hearing(Hearing.SOLUTIONS),
        gettext_noop("All right, I'll mention you, once, when something that you tapped 🙋 for is solved."),
        gettext_noop("All right, I won't mention you when something that you tapped 🙋 for is solved."),
    ),
    "calls": _Effect(
        _hearing(Hearing.CALLS),
        gettext_noop("All right, I'll mention you when something about a meetup of yours needs you."),
        gettext_noop("All right, you read that only here, after a command."),
    ),
    "welcome": _Effect(
        _hearing(Hearing.WELCOME),
        gettext_noop("All right, I'll welcome you, once, in the thread of your first meetup."),
        gettext_noop("All right, you take your seat without a word from me."),
    ),
}


class Switch(PersistentButton, custom_id=SWITCH):
    """A switch; the custom id says what it is to be, so that two presses of one button come to the same."""

    async def press(self, interaction: Interaction, name: str, is_on: bool) -> None:
        effect = _EFFECTS[name]
        profile = await interaction.client.write(effect.use_case, actor_of(interaction), is_on)
        await redraw_page(interaction, profile, gettext(effect.on if is_on else effect.off))


BUTTONS: list[type[PersistentButton]] = [
    Settings,
    TakeBreak,
    EndBreak,
    ChangeZone,
    PickZone,
    RetypeProfile,
    Switch,
]
