"""How polls look. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import markup
from cogs.ui.charts import Cell, Grid
from cogs.ui.colours import TEAL
from domain.durations import describe_minutes
from domain.meetups.poll import MeetupPoll, PollResult
from domain.times.parser import describe_local
from domain.zones import to_local
from languages import gettext, month, ngettext, weekday

PICTURE = "when.png"


def poll(result: PollResult, *, with_picture: bool, is_over: bool = False) -> discord.Embed:
    """Returns the times of a poll with how many can come at each; `is_over`: they have all come."""
    embed = discord.Embed(
        title=gettext("When? {title}", title=markup.plain(result.poll.title))[:250], colour=TEAL
    )
    best = max(result.counts)
    length = describe_minutes(result.poll.length_min)
    lines = [
        gettext("This poll is over.")
        if is_over
        else gettext("{length}, at one of these times. Tap every number you can make.", length=length)
    ]
    for number, (slot, count) in enumerate(zip(result.poll.slots, result.counts, strict=True), start=1):
        mark = " ⭐" if best and count == best else ""
        lines.append(
            gettext(
                "**{place}.** {when}: **{count}** can",
                place=number,
                when=markup.stamp(slot),
                count=count,
            )
            + mark
        )
    voters = result.voters
    lines.append(
        ngettext("{count} has answered.", "{count} have answered.", voters)
        if voters
        else gettext("Nobody has answered yet.")
    )
    embed.description = "\n".join(lines)
    if with_picture:
        embed.set_image(url=f"attachment://{PICTURE}")
    return embed


def grid(result: PollResult) -> Grid:
    """Returns the poll as a heat map in its time zone: columns are days, rows are times of day."""
    locals_ = [to_local(slot, result.poll.zone) for slot in result.poll.slots]
    days = sorted({local.date() for local in locals_})
    times = sorted({local.time() for local in locals_})
    cells = {
        (times.index(local.time()), days.index(local.date())): Cell(str(number), count)
        for number, (local, count) in enumerate(zip(locals_, result.counts, strict=True), start=1)
    }
    months = [month(day.month) for day in days]
    return Grid(
        title=gettext("How many can come ({zone})", zone=result.poll.zone),
        rows=[f"{at:%H:%M}" for at in times],
        columns=[
            f"{weekday(day.weekday())}\n{day.day}\n{name if name not in months[:column] else ''}"
            for column, (day, name) in enumerate(zip(days, months, strict=True))
        ],
        cells=cells,
    )


def in_words(result: PollResult) -> str:
    """Returns the picture in words, for those who cannot see it."""
    times = [
        f"{describe_local(to_local(slot, result.poll.zone))}: {count}"
        for slot, count in zip(result.poll.slots, result.counts, strict=True)
    ]
    return markup.cut(gettext("How many can come. {times}", times="; ".join(times)), 1000)


def chosen(poll_: MeetupPoll, own: Sequence[int]) -> str:
    """Returns the reply to a member who has voted; `own` are the indices of the times they can make."""
    if not own:
        return gettext("You can make none of them. Tap a number to change that.")
    times = ", ".join(markup.stamp(poll_.slots[index], "f") for index in own)
    return gettext("You can make: {times}.", times=times)
