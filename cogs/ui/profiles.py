"""How profiles look. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import app_commands

from cogs.ui import markup
from cogs.ui.colours import ROSE
from domain.cities import City, describe_city
from domain.free_times import describe_free_times
from domain.meetups.pings import describe_pings
from domain.profiles import LANGUAGES, MOST_COMPANY, Profile, ProfileAspect
from domain.reminders import Reminders, ReminderWay
from languages import gettext, gettext_noop

SHOWN_NAMES = {
    ProfileAspect.CITY: gettext_noop("my city"),
    ProfileAspect.TIMES: gettext_noop("my free times"),
    ProfileAspect.LANGUAGES: gettext_noop("my languages"),
    ProfileAspect.FIELD: gettext_noop("what I work in"),
    ProfileAspect.INTERESTS: gettext_noop("my interests"),
}


REMINDER_WAYS = {
    ReminderWay.THREAD: gettext_noop("Mention me in the meetup's thread"),
    ReminderWay.MESSAGE: gettext_noop("Send me a direct message"),
    ReminderWay.NONE: gettext_noop("Not at all"),
}
WHICH_CITY = gettext_noop(
    "One question is left: in which city would you like to meet? The nearest larger one is "
    "fine; nothing more exact is kept."
)


def what_next(profile: Profile, next_round_at: datetime | None, *, is_paused: bool) -> str:
    """Returns what comes after a step of the profile is saved, and when."""
    if profile.missing:
        return gettext("For a circle I still need: {missing}.", missing=", ".join(profile.missing))
    if is_paused:
        return gettext(
            "You are on a break. *End my break*, in `/profile show`, puts you into the next round."
        )
    if next_round_at is None:
        return gettext(
            "What comes next: the organisers begin a round of circles, and you are in it. You will "
            "be asked in private, and nobody is told if you say no."
        )
    return gettext(
        "What comes next: a round of circles on {when}, and you are in it. You will be asked in "
        "private, and nobody is told if you say no.",
        when=markup.stamp(next_round_at, "D"),
    )


def city_choices(cities: Sequence[City]) -> list[app_commands.Choice[str]]:
    """Returns the cities as choices of an option."""
    named = ((city, markup.cut(describe_city(city), markup.CHOICE_LENGTH)) for city in cities)
    return [app_commands.Choice(name=name, value=str(city.id)) for city, name in named]


def own(profile: Profile, heading: str, *, is_paused: bool) -> discord.Embed:
    """Returns a member's own profile, with what nobody else sees."""
    embed = discord.Embed(title=heading, colour=ROSE)
    for aspect in ProfileAspect:
        seen = "" if aspect in profile.shown else " 🔒"
        embed.add_field(
            name=gettext(_NAMES[aspect]) + seen,
            value=_value(profile, aspect) or gettext("not said"),
            inline=False,
        )
    embed.add_field(
        name=gettext("Reminders of meetups 🔒"), value=_describe_reminders(profile.reminders), inline=False
    )
    way = gettext("within reach or online") if profile.is_online else gettext("within reach")
    embed.add_field(
        name=gettext("Travel 🔒"),
        value=gettext("up to {km} km; circles {way}", km=profile.travel_km, way=way),
        inline=False,
    )
    company = (
        gettext("not said")
        if profile.company is None
        else gettext("{count} of {most}", count=profile.company, most=MOST_COMPANY)
    )
    embed.add_field(
        name=gettext("Company 🔒"),
        value=gettext("{company}; used only to find circles", company=company),
        inline=False,
    )
    notes = [gettext("on a break: no circles for now")] if is_paused else []
    notes += (
        [gettext("for a circle I still need: {missing}", missing=", ".join(profile.missing))]
        if profile.missing
        else []
    )
    notes += [gettext("🔒 nobody else sees this")]
    return embed.set_footer(text=" · ".join(notes))


def _describe_reminders(reminders: Reminders) -> str:
    """Returns how, and how long before a meetup, a member is reminded of it."""
    if reminders.way is ReminderWay.NONE:
        return gettext("none")
    when = describe_pings(reminders.leads_min) or gettext("when the meetup reminds everybody")
    if reminders.way is ReminderWay.MESSAGE:
        return gettext("by direct message: {when}", when=when)
    return gettext("in its thread: {when}", when=when)


def reminders_set(reminders: Reminders) -> str:
    """Returns the answer to a member who has chosen how they are reminded."""
    match reminders.way:
        case ReminderWay.NONE:
            return gettext("All right, no reminders. Where a date of yours changes, you still hear of it.")
        case ReminderWay.MESSAGE:
            return gettext(
                "All right, I'll write to you before meetups that you said yes or maybe to. Where that can't "
                "reach you, I'll mention you in the thread instead."
            )
        case ReminderWay.THREAD:
            return gettext(
                "All right, I'll mention you in the thread of meetups that you said yes or maybe to."
            )


def others(profile: Profile, user_id: int) -> discord.Embed:
    """Returns what a member lets others see of their profile."""
    embed = discord.Embed(colour=ROSE, description=markup.user(user_id))
    for aspect in ProfileAspect:
        value = _value(profile, aspect)
        if aspect in profile.shown and value:
            embed.add_field(name=gettext(_NAMES[aspect]), value=value, inline=False)
    if not embed.fields:
        embed.description = gettext(
            "{member} keeps their profile to themselves.", member=markup.user(user_id)
        )
    return embed


_NAMES = {
    ProfileAspect.CITY: gettext_noop("City"),
    ProfileAspect.TIMES: gettext_noop("Free times"),
    ProfileAspect.LANGUAGES: gettext_noop("Languages"),
    ProfileAspect.FIELD: gettext_noop("Works in"),
    ProfileAspect.INTERESTS: gettext_noop("Interests"),
}


def _value(profile: Profile, aspect: ProfileAspect) -> str:
    match aspect:
        case ProfileAspect.CITY:
            return markup.plain(describe_city(profile.city)) if profile.city else ""
        case ProfileAspect.TIMES:
            zone = f" ({profile.zone})" if profile.zone and profile.free else ""
            return markup.cut(describe_free_times(profile.free), 900) + zone
        case ProfileAspect.LANGUAGES:
            return ", ".join(LANGUAGES[code] for code in profile.languages)
        case ProfileAspect.FIELD:
            return markup.plain(profile.field)
        case ProfileAspect.INTERESTS:
            return ", ".join(markup.plain(gettext(name)) for name in profile.interests)


MOST_AVOIDED = 20  # of whom each has a number and a button


def avoided(user_ids: Sequence[int]) -> str:
    """Returns whom a member avoids, for that member alone."""
    if not user_ids:
        return gettext("You avoid nobody.")
    lines = [f"{number}. {markup.user(user_id)}" for number, user_id in enumerate(user_ids, 1)]
    more = len(lines) - MOST_AVOIDED
    lines = [
        gettext("You will not be in a circle with these. Nobody but you sees this."),
        *lines[:MOST_AVOIDED],
        *([gettext("and {count} more, shown once you stop avoiding some", count=more)] if more > 0 else []),
    ]
    return "\n".join(lines)
