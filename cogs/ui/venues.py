"""How venues look. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from domain.cities import describe_city
from domain.venues import Venue
from languages import gettext, gettext_noop, ngettext, number

_BROWN = discord.Colour(0xB08968)
_LISTED = 15
_WORDS = {
    ("wifi", "fast"): gettext_noop("📶 fast wifi"),
    ("wifi", "works"): gettext_noop("📶 wifi works"),
    ("wifi", "none"): gettext_noop("📵 no wifi"),
    ("sockets", "many"): gettext_noop("🔌 many sockets"),
    ("sockets", "some"): gettext_noop("🔌 some sockets"),
    ("sockets", "none"): gettext_noop("🪫 no sockets"),
    ("noise", "quiet"): gettext_noop("🤫 quiet"),
    ("noise", "lively"): gettext_noop("💬 lively"),
    ("noise", "loud"): gettext_noop("🔊 loud"),
    ("price", "cheap"): gettext_noop("💶 cheap"),
    ("price", "fair"): gettext_noop("💶 fair prices"),
    ("price", "dear"): gettext_noop("💶 dear"),
    ("step_free", "yes"): gettext_noop("♿ step-free"),
    ("step_free", "no"): gettext_noop("🪜 steps"),
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
        lines.append(gettext("[On the map](<{url}>)", url=shown.url))
    embed.description = "\n".join(lines)
    return embed.add_field(name=gettext("Rating"), value=_rating(shown), inline=False)


def listing(venues: Sequence[Venue], wanted: str) -> discord.Embed:
    """Venues one below the other, the best rated first."""
    embed = discord.Embed(title=gettext("Where to work together"), colour=_BROWN)
    if not venues:
        nothing = (
            gettext(
                "No venue that has “{text}” is in the book yet.", text=markup.plain(markup.cut(wanted, 40))
            )
            if wanted
            else gettext("No venue is in the book yet.")
        )
        embed.description = f"{nothing} {gettext('`/venue add` writes one in: public places only.')}"
        return embed
    lines = [_line(one) for one in venues[:_LISTED]]
    if len(venues) > _LISTED:
        lines.append(
            gettext(
                "… and {count} more. Name a city or a part of the name to see fewer.",
                count=len(venues) - _LISTED,
            )
        )
    embed.description = "\n".join(lines)
    return embed


def choice(one: Venue) -> str:
    """A venue in the list of an option."""
    stars = f" · {number(one.rating.mean, decimals=1)} ★" if one.rating.count else ""
    return markup.cut(f"{one.name}, {one.city.name}", markup.CHOICE_LENGTH - len(stars)) + stars


def _line(one: Venue) -> str:
    known = f"\n{_features(one)}" if one.features else ""
    return f"**{markup.plain(one.name)}**, {markup.plain(one.city.name)} · {_rating(one)}{known}"


def _features(one: Venue) -> str:
    return " · ".join(gettext(_WORDS[name, value]) for name, value in one.features.items())


def _rating(one: Venue) -> str:
    count = one.rating.count
    if not count:
        return gettext("not rated yet")
    stars = number(one.rating.mean, decimals=1)
    return ngettext("{stars} ★ ({count} rating)", "{stars} ★ ({count} ratings)", count, stars=stars)
