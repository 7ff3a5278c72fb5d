"""Rounds of circles, as organisers see them: figures, and nobody's name. No I/O."""

from __future__ import annotations

from datetime import datetime

import discord

from cogs.ui import markup
from cogs.ui.colours import ROSE
from domain.circles.matching_result import LeftOverReason
from domain.circles.preview import FEW, RoundPreview
from languages import gettext, gettext_noop, ngettext, number, percent

BEGUN = gettext_noop(
    "The round has begun. Everybody for whom there is a circle is asked in private. "
    "`/longtable round` shows how it is going."
)
_UNKNOWN_GAP = 0.1  # a bound as far off says nothing
_REASONS = {
    LeftOverReason.NOBODY_NEAR: gettext_noop("nobody within reach"),
    LeftOverReason.NO_TIME: gettext_noop("no free time in common"),
    LeftOverReason.NO_LANGUAGE: gettext_noop("no language in common"),
    LeftOverReason.NO_GROUP: gettext_noop("no group of three to five came together"),
}


def preview(round_preview: RoundPreview) -> discord.Embed:
    """Returns what a round would be now, for the organiser alone."""
    title, counts = gettext("Circles as they would be now"), _count_members(round_preview)
    embed = discord.Embed(title=title, colour=ROSE, description=counts)
    if round_preview.sizes:
        embed.add_field(name=gettext("Circles"), value=_sizes(round_preview), inline=False)
    if round_preview.way_km is not None:
        embed.add_field(name=gettext("Distance"), value=_way(round_preview.way_km))
    embed.add_field(name=gettext("How good it is"), value=_quality(round_preview.gap))
    if round_preview.left_over:
        embed.add_field(
            name=gettext("Without a circle: {count}", count=round_preview.left_over),
            value=_why(round_preview),
            inline=False,
        )
    if round_preview.paused >= FEW:
        embed.add_field(
            name=gettext("On a break"),
            value=gettext("{count} more", count=round_preview.paused),
            inline=False,
        )
    if round_preview.cities:
        cities = ", ".join(f"{markup.plain(city.name)} {city.members}" for city in round_preview.cities[:20])
        embed.add_field(
            name=gettext("Cities with five or more"), value=markup.cut(cities, 1000), inline=False
        )
    return embed.set_footer(text=gettext("Only you see this. Nothing is sent yet, and nobody is named."))


def _count_members(round_preview: RoundPreview) -> str:
    looking = ngettext(
        "**{count}** member is looking for a circle: has a profile, no circle yet and no break.",
        "**{count}** members are looking for a circle: they have a profile, no circle yet and no break.",
        round_preview.members,
    )
    seated = ngettext(
        "**{count}** circle would seat **{members}** of them.",
        "**{count}** circles would seat **{members}** of them.",
        sum(round_preview.sizes.values()),
        members=round_preview.members - round_preview.left_over,
    )
    return f"{looking} {seated}"


def _sizes(round_preview: RoundPreview) -> str:
    sizes = ", ".join(
        gettext("{count} with {size} members", count=count, size=size)
        for size, count in round_preview.sizes.items()
    )
    if round_preview.online:
        sizes += "; " + ngettext("{count} meets online", "{count} meet online", round_preview.online)
    return sizes


def _way(median_km: float) -> str:
    return (
        gettext("most live in the same city")
        if median_km < 1
        else gettext("half of them within {km} km", km=number(median_km))
    )


def _quality(gap: float) -> str:
    if gap > _UNKNOWN_GAP:
        return gettext("not known")
    return (
        gettext("the best possible")
        if gap < 0.0005
        else gettext("at most {share} short of the best possible", share=percent(gap, decimals=1))
    )


def _why(round_preview: RoundPreview) -> str:
    if round_preview.reasons is None:
        return gettext("too few to give reasons without exposing somebody")
    ordered = sorted(round_preview.reasons.items(), key=lambda pair: -pair[1])
    return "\n".join(f"- {count}: {gettext(_REASONS[reason])}" for reason, count in ordered)


def progress(formed: int, waiting: int, answer_by: datetime | None) -> str:
    """Returns how the round goes, for the organiser: no names, and nothing of who answered what."""
    if answer_by is None and not formed:
        return gettext("A round has begun: circles are being looked for.")
    text = ngettext(
        "A round is going on: **{count}** circle has formed.",
        "A round is going on: **{count}** circles have formed.",
        formed,
    )
    if answer_by is None:
        return f"{text} {gettext('A few gaps are being filled.')}"
    waits = ngettext(
        "**{count}** waits for answers until {when}.",
        "**{count}** wait for answers until {when}.",
        waiting,
        when=markup.stamp(answer_by, "f"),
    )
    return f"{text} {waits}"
