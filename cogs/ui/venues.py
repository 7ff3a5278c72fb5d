"""How venues look. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from domain.places import describe_city
from domain.venues import Venue

_BROWN = discord.Colour(0xB08968)
_LISTED = 15
_WORDS = {
    ("wifi", "fast"): "📶 fast wifi",
    ("wifi", "works"): "📶 wifi works",
    ("wifi", "none"): "📵 no wifi",
    ("sockets", "many"): "🔌 many sockets",
    ("sockets", "some"): "🔌 some sockets",
    ("sockets", "none"): "🪫 no sockets",
    ("noise", "quiet"): "🤫 quiet",
    ("noise", "lively"): "💬 lively",
    ("noise", "loud"): "🔊 loud",
    ("price", "cheap"): "💶 cheap",
    ("price", "fair"): "💶 fair prices",
    ("price", "dear"): "💶 dear",
    ("step_free", "yes"): "♿ step-free",
    ("step_free", "no"): "🪜 steps",
}


def venue(shown: Venue, title: str | None = None) -> discord.Embed:
    """One venue in full."""
    embed = discord.Embed(title=title or markup.plain(shown.name), colour=_BROWN)
    lines = [markup.plain(shown.name)] if title else []
    lines.append(", ".join(filter(None, (markup.plain(shown.address), describe_city(shown.city)))))
    if shown.features:
        lines.append(_features(shown))
    if shown.note:
        lines.append(f"🕘 {markup.plain(shown.note)}")
    if shown.url:
        lines.append(f"[On the map](<{shown.url}>)")
    embed.description = "\n".join(lines)
    return embed.add_field(name="Rating", value=_rating(shown), inline=False)


def listing(venues: Sequence[Venue], wanted: str) -> discord.Embed:
    """Venues one below the other, the best rated first."""
    embed = discord.Embed(title="Where to work together", colour=_BROWN)
    if not venues:
        about = f" that has “{markup.plain(markup.cut(wanted, 40))}”" if wanted else ""
        embed.description = (
            f"No venue{about} is in the book yet. `/venue add` writes one in: public places only."
        )
        return embed
    lines = [_line(one) for one in venues[:_LISTED]]
    if len(venues) > _LISTED:
        lines.append(f"… and {len(venues) - _LISTED} more. Name a city or a part of the name to see fewer.")
    embed.description = "\n".join(lines)
    return embed


def choice(one: Venue) -> str:
    """A venue in the list of an option."""
    stars = f" · {one.rating.mean:.1f} ★" if one.rating.count else ""
    return markup.cut(f"{one.name}, {one.city.name}", markup.CHOICE_LENGTH - len(stars)) + stars


def _line(one: Venue) -> str:
    known = f"\n{_features(one)}" if one.features else ""
    return f"**{markup.plain(one.name)}**, {markup.plain(one.city.name)} · {_rating(one)}{known}"


def _features(one: Venue) -> str:
    return " · ".join(_WORDS[name, value] for name, value in one.features.items())


def _rating(one: Venue) -> str:
    count = one.rating.count
    if not count:
        return "not rated yet"
    return f"{one.rating.mean:.1f} ★ ({count} {'rating' if count == 1 else 'ratings'})"
