"""How circles look. Pure."""

from __future__ import annotations

import discord

from domain.circles.preview import Preview
from domain.circles.result import Reason

_ROSE = discord.Colour(0xC0607A)
_REASONS = {
    Reason.NOBODY_NEAR: "nobody within reach",
    Reason.NO_TIME: "no free time in common",
    Reason.NO_LANGUAGE: "no language in common",
    Reason.TAKEN: "everybody near sits elsewhere",
    Reason.PAUSED: "on a break",
}


def preview(written: Preview) -> discord.Embed:
    """A round as it would be, for the organiser alone."""
    embed = discord.Embed(title="Circles as they would be now", colour=_ROSE)
    circles = sum(written.sizes.values())
    sizes = ", ".join(f"{count} with {size} members" for size, count in written.sizes.items())
    embed.description = (
        f"**{written.members}** members have a profile and are not on a break. "
        f"**{circles}** circles would seat **{written.members - written.left_over}** of them."
    )
    if circles:
        online = f"; {written.online} meets online" if written.online == 1 else ""
        online = f"; {written.online} meet online" if written.online > 1 else online
        embed.add_field(name="Circles", value=f"{sizes}{online}", inline=False)
    if written.way_km is not None:
        embed.add_field(name="Way to one another", value=_way(written.way_km))
    if written.gap is not None:
        embed.add_field(name="As good as can be", value=_quality(written.gap))
    if written.left_over:
        embed.add_field(name=f"Left over: {written.left_over}", value=_why(written), inline=False)
    return embed.set_footer(text="Only you see this. Nothing is sent to anybody, and nobody is named.")


def _way(median_km: float) -> str:
    return "most live in the same city" if median_km < 1 else f"half of them within {median_km:.0f} km"


def _quality(gap: float) -> str:
    return "proven" if gap < 0.0005 else f"all but {gap:.1%} at most"


def _why(written: Preview) -> str:
    if written.reasons is None:
        return "too few to say why without pointing at somebody"
    ordered = sorted(written.reasons.items(), key=lambda pair: -pair[1])
    return "\n".join(f"- {count}: {_REASONS[reason]}" for reason, count in ordered)
