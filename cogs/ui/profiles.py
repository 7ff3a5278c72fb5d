"""How profiles look. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands

from cogs.ui import markup
from cogs.ui.colours import ROSE
from domain.cities import City, describe_city
from domain.free_times import describe_free_times
from domain.profiles import LANGUAGES, MOST_COMPANY, Profile, ProfileAspect
from languages import gettext, gettext_noop

SHOWN_NAMES = {
    ProfileAspect.CITY: gettext_noop("my city"),
    ProfileAspect.TIMES: gettext_noop("my free times"),
    ProfileAspect.LANGUAGES: gettext_noop("my languages"),
    ProfileAspect.FIELD: gettext_noop("what I work in"),
    ProfileAspect.INTERESTS: gettext_noop("my interests"),
}


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
        value=gettext("{company}; only the matching reads it", company=company),
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


def avoided(user_ids: Sequence[int]) -> str:
    """Returns whom a member avoids, for that member alone."""
    if not user_ids:
        return gettext("You avoid nobody.")
    return gettext(
        "You will not be in a circle with: {names}. Nobody but you sees this.",
        names=markup.names(user_ids, 1800),
    )
