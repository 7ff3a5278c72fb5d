"""How polls look. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from cogs.ui.charts import Cell, Grid
from domain.durations import describe_minutes
from domain.meetups.poll import MeetupPoll, PollResult
from domain.meetups.time_parser import describe_local
from domain.zones import to_local
from languages import gettext, month, ngettext, weekday

PICTURE = "when.png"
_TEAL = discord.Colour(0x2E8B7F)


def poll(standing: PollResult, *, with_picture: bool) -> discord.Embed:
    """The times with how many can come at each."""
    asked = standing.poll
    embed = discord.Embed(title=gettext("When? {title}", title=markup.plain(asked.title))[:250], colour=_TEAL)
    best = max(standing.counts)
    lines = [
        gettext(
            "{length}, at one of these times. Tap every number you can make.",
            length=describe_minutes(asked.length_min),
        )
    ]
    for place, (slot, count) in enumerate(zip(asked.slots, standing.counts, strict=True), start=1):
        mark = " ⭐" if best and count == best else ""
        lines.append(
            gettext(
                "**{place}.** {when}: **{count}** can",
                place=place,
                when=markup.stamp(slot),
                count=count,
            )
            + mark
        )
    voters = standing.voters
    lines.append(
        ngettext("{count} has answered.", "{count} have answered.", voters)
        if voters
        else gettext("Nobody has answered yet.")
    )
    embed.description = "\n".join(lines)
    if with_picture:
        embed.set_image(url=f"attachment://{PICTURE}")
    return embed


def grid(standing: PollResult) -> Grid:
    """The same as a heat map: a column a day, a row a time of day, by the poll's own clock."""
    asked = standing.poll
    locals_ = [to_local(slot, asked.zone) for slot in asked.slots]
    days = sorted({local.date() for local in locals_})
    times = sorted({local.time() for local in locals_})
    found = enumerate(zip(locals_, standing.counts, strict=True), start=1)
    cells = {
        (times.index(local.time()), days.index(local.date())): Cell(str(place), count)
        for place, (local, count) in found
    }
    months = [month(day.month) for day in days]
    return Grid(
        title=gettext("How many can come ({zone})", zone=asked.zone),
        rows=[f"{at:%H:%M}" for at in times],
        columns=[
            f"{weekday(day.weekday())}\n{day.day}\n{name if name not in months[:place] else ''}"
            for place, (day, name) in enumerate(zip(days, months, strict=True))
        ],
        cells=cells,
    )


def in_words(standing: PollResult) -> str:
    """The picture for those who do not see it."""
    asked = standing.poll
    found = [
        f"{describe_local(to_local(slot, asked.zone))}: {count}"
        for slot, count in zip(asked.slots, standing.counts, strict=True)
    ]
    return markup.cut(gettext("How many can come. {times}", times="; ".join(found)), 1000)


def chosen(asked: MeetupPoll, own: Sequence[int]) -> str:
    """What a member reads who has voted."""
    if not own:
        return gettext("You can make none of them. Tap a number to change that.")
    times = ", ".join(markup.stamp(asked.slots[place], "f") for place in own)
    return gettext("You can make: {times}.", times=times)
