"""How venues look. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import feedback, markup
from cogs.ui.colours import BROWN
from domain.cities import describe_city
from domain.feedback import Tally
from domain.venues import Venue
from languages import gettext, gettext_noop, ngettext, number

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
    ("price", "dear"): gettext_noop("💶 expensive"),
    ("step_free", "yes"): gettext_noop("♿ step-free"),
    ("step_free", "no"): gettext_noop("🪜 steps"),
}


def venue(venue_: Venue, counted: Tally | None) -> discord.Embed:
    """Returns one venue in full; `counted` is what those said who were at meetups there, None for too few."""
    embed = discord.Embed(title=markup.plain(venue_.name), colour=BROWN)
    lines = [", ".join(filter(None, (markup.plain(venue_.address), describe_city(venue_.city))))]
    if venue_.features:
        lines.append(_features(venue_))
    if venue_.note:
        lines.append(f"🕘 {markup.plain(venue_.note)}")
    if venue_.directions:
        lines.append(f"🧭 {markup.plain(venue_.directions)}")
    if venue_.url:
        lines.append(gettext("[On the map](<{url}>)", url=venue_.url))
    embed.description = "\n".join(lines)
    embed.add_field(name=gettext("Rating"), value=_rating(venue_), inline=False)
    if counted is not None:
        embed.add_field(name=gettext("After meetups here"), value=feedback.in_words(counted), inline=False)
    return embed


def listing(venues: Sequence[Venue], query: str) -> discord.Embed:
    """Returns the venues that match the query, one below the other; `query` may be empty."""
    embed = discord.Embed(title=gettext("Where to work together"), colour=BROWN)
    if not venues:
        nothing = (
            gettext(
                "No venue that has “{text}” is in the book yet.", text=markup.plain(markup.cut(query, 40))
            )
            if query
            else gettext("No venue is in the book yet.")
        )
        embed.description = f"{nothing} {gettext('`/venue add` adds one: public places only.')}"
        return embed
    lines = [_line(venue_) for venue_ in venues[:_LISTED]]
    if len(venues) > _LISTED:
        lines.append(
            gettext(
                "… and {count} more. Name a city or a part of the name to see fewer.",
                count=len(venues) - _LISTED,
            )
        )
    embed.description = "\n".join(lines)
    return embed


def feature_names(feature: str) -> dict[str, str]:
    """Returns the words for each value that a feature may have."""
    return {value: gettext(words) for (name, value), words in _WORDS.items() if name == feature}


def choice(venue_: Venue) -> str:
    """Returns the label of a venue as a choice of an option."""
    stars = f" · {number(venue_.rating.mean, decimals=1)} ★" if venue_.rating.count else ""
    return markup.cut(f"{venue_.name}, {venue_.city.name}", markup.CHOICE_LENGTH - len(stars)) + stars


def _line(venue_: Venue) -> str:
    features = f"\n{_features(venue_)}" if venue_.features else ""
    return f"**{markup.plain(venue_.name)}**, {markup.plain(venue_.city.name)} · {_rating(venue_)}{features}"


def _features(venue_: Venue) -> str:
    return " · ".join(gettext(_WORDS[name, value]) for name, value in venue_.features.items())


def _rating(venue_: Venue) -> str:
    count = venue_.rating.count
    if not count:
        return gettext("not rated yet")
    stars = number(venue_.rating.mean, decimals=1)
    return ngettext("{stars} ★ ({count} rating)", "{stars} ★ ({count} ratings)", count, stars=stars)
