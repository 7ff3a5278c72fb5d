"""How profiles look. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands

from cogs.ui import markup
from domain.places import City, describe_city
from domain.profiles import LANGUAGES, Profile, Shown
from domain.weektimes import describe

_ROSE = discord.Colour(0xC0607A)
SHOWN_NAMES = {
    Shown.CITY: "my city",
    Shown.TIMES: "my free times",
    Shown.LANGUAGES: "my languages",
    Shown.FIELD: "what I work in",
    Shown.INTERESTS: "my interests",
}


def city_choices(cities: Sequence[City]) -> list[app_commands.Choice[str]]:
    """Cities in the list of an option."""
    named = ((city, markup.cut(describe_city(city), markup.CHOICE_LENGTH)) for city in cities)
    return [app_commands.Choice(name=name, value=str(city.id)) for city, name in named]


def own(profile: Profile, heading: str, *, is_paused: bool) -> discord.Embed:
    """One's own profile, with what nobody else sees."""
    embed = discord.Embed(title=heading, colour=_ROSE)
    for aspect in Shown:
        seen = "" if aspect in profile.shown else " 🔒"
        embed.add_field(name=_NAMES[aspect] + seen, value=_value(profile, aspect) or "not said", inline=False)
    way = "within reach or online" if profile.is_online else "within reach"
    embed.add_field(name="Travel 🔒", value=f"up to {profile.travel_km} km; circles {way}", inline=False)
    company = "not said" if profile.company is None else f"{profile.company} of 10"
    embed.add_field(name="Company 🔒", value=f"{company}; only the matching reads it", inline=False)
    notes = ["on a break: no circles for now"] if is_paused else []
    notes += [f"for a circle I still need: {', '.join(profile.missing)}"] if profile.missing else []
    notes += ["🔒 nobody else sees this"]
    return embed.set_footer(text=" · ".join(notes))


def others(profile: Profile, user_id: int) -> discord.Embed:
    """What a member lets others see."""
    embed = discord.Embed(colour=_ROSE, description=markup.user(user_id))
    for aspect in Shown:
        value = _value(profile, aspect)
        if aspect in profile.shown and value:
            embed.add_field(name=_NAMES[aspect], value=value, inline=False)
    if not embed.fields:
        embed.description = f"{markup.user(user_id)} keeps their profile to themselves."
    return embed


_NAMES = {
    Shown.CITY: "City",
    Shown.TIMES: "Free times",
    Shown.LANGUAGES: "Languages",
    Shown.FIELD: "Works in",
    Shown.INTERESTS: "Interests",
}


def _value(profile: Profile, aspect: Shown) -> str:
    match aspect:
        case Shown.CITY:
            return markup.plain(describe_city(profile.city)) if profile.city else ""
        case Shown.TIMES:
            zone = f" ({profile.zone})" if profile.zone and profile.free else ""
            return markup.cut(describe(profile.free), 900) + zone
        case Shown.LANGUAGES:
            return ", ".join(LANGUAGES[code] for code in profile.languages)
        case Shown.FIELD:
            return markup.plain(profile.field)
        case Shown.INTERESTS:
            return ", ".join(markup.plain(name) for name in profile.interests)


def avoided(user_ids: Sequence[int]) -> str:
    """Whom a member avoids, for that member alone."""
    if not user_ids:
        return "You avoid nobody."
    return f"You will not be in a circle with: {markup.names(user_ids, 1800)}. Nobody but you sees this."
