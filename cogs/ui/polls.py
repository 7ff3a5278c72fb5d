"""How polls look. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from cogs.ui.charts import Cell, Grid
from domain.durations import describe_minutes
from domain.meetups.poll import Poll, Standing
from domain.meetups.when import describe_local
from domain.zones import to_local

PICTURE = "when.png"
_TEAL = discord.Colour(0x2E8B7F)


def poll(standing: Standing, *, with_picture: bool) -> discord.Embed:
    """The times with how many can come at each."""
    asked = standing.poll
    embed = discord.Embed(title=f"When? {markup.plain(asked.title)}"[:250], colour=_TEAL)
    best = max(standing.counts)
    lines = [f"{describe_minutes(asked.length_min)}, at one of these times. Tap every number you can make."]
    for place, (slot, count) in enumerate(zip(asked.slots, standing.counts, strict=True), start=1):
        mark = " ⭐" if best and count == best else ""
        lines.append(f"**{place}.** {markup.stamp(slot)}: **{count}** can{mark}")
    voters = standing.voters
    lines.append(
        f"{voters} {'has' if voters == 1 else 'have'} answered." if voters else "Nobody has answered yet."
    )
    embed.description = "\n".join(lines)
    if with_picture:
        embed.set_image(url=f"attachment://{PICTURE}")
    return embed


def grid(standing: Standing) -> Grid:
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
    months = [f"{day:%b}" for day in days]
    return Grid(
        title=f"How many can come ({asked.zone})",
        rows=[f"{at:%H:%M}" for at in times],
        columns=[
            f"{day:%a}\n{day.day}\n{month if month not in months[:place] else ''}"
            for place, (day, month) in enumerate(zip(days, months, strict=True))
        ],
        cells=cells,
    )


def in_words(standing: Standing) -> str:
    """The picture for those who do not see it."""
    asked = standing.poll
    found = [
        f"{describe_local(to_local(slot, asked.zone))}: {count}"
        for slot, count in zip(asked.slots, standing.counts, strict=True)
    ]
    return markup.cut(f"How many can come. {'; '.join(found)}", 1000)


def chosen(asked: Poll, own: Sequence[int]) -> str:
    """What a member reads who has voted."""
    if not own:
        return "You can make none of them. Tap a number to change that."
    times = ", ".join(markup.stamp(asked.slots[place], "f") for place in own)
    return f"You can make: {times}."
