"""How a server's statistics look: a picture, and the same in words. No I/O; slow to draw."""

from __future__ import annotations

from typing import Any

import discord

from cogs.ui.canvas import BLUE, DARK, FAINT, GREEN, LIGHT, new_figure, write_png
from cogs.ui.colours import TEAL
from domain.statistics import FEWEST, PartOfWhole, Statistics
from languages import gettext, month, ngettext, percent

PICTURE = "year.png"
_BESIDE_THE_TITLE: Any = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0), "ncols": 2}


def stats_embed(statistics: Statistics) -> discord.Embed:
    """Returns the year in a few lines, with the picture below."""
    lines = [
        _line(gettext("Said yes and came, where it is measured"), statistics.kept),
        _line(gettext("Came for the first time and came back within eight weeks"), statistics.came_back),
        _line(gettext("Circles that met"), statistics.circles),
    ]
    if statistics.days_to_solve is not None:
        lines.append(
            ngettext(
                "Half of the solved problems took up to **{count} day**.",
                "Half of the solved problems took up to **{count} days**.",
                round(statistics.days_to_solve),
            )
        )
    if statistics.helpers:
        helpers = ", ".join(f"{gettext(name)}: {count}" for name, count in statistics.helpers if count)
        lines.append(gettext("Members by how many proposals they made: {helpers}.", helpers=helpers))
    lines.append(gettext("Whatever is about fewer than {fewest} members is left out.", fewest=FEWEST))
    embed = discord.Embed(title=gettext("A year at a glance"), colour=TEAL)
    embed.description = "\n".join(filter(None, lines))
    return embed.set_image(url=f"attachment://{PICTURE}")


def _line(what: str, share: PartOfWhole | None) -> str:
    if share is None:
        return ""
    return gettext(
        "{what}: **{part} of {whole}** ({share}).",
        what=what,
        part=share.part,
        whole=share.whole,
        share=percent(share.part / share.whole),
    )


def in_words(statistics: Statistics) -> str:
    """Returns the picture in words, for those who cannot see it."""
    people = [count for _, count in statistics.people]
    text = gettext(
        "A year by weeks: {visits} visits to meetups, at most {most} in a week. Problems by "
        "months: {shared} shared, {solved} solved.",
        visits=sum(people),
        most=max(people, default=0),
        shared=sum(count for _, count in statistics.opened),
        solved=sum(count for _, count in statistics.solved),
    )
    shares = [f"{_in_figures(name, share)}." for name, share in _shares(statistics)]
    helpers = [
        gettext("{count} members made {number} proposals.", count=count, number=gettext(name))
        for name, count in statistics.helpers
        if count
    ]
    return " ".join([text, *shares, *helpers])[:1000]


def draw_statistics(statistics: Statistics) -> bytes:
    """Returns a PNG, 800 pixels wide, with a panel for each group of figures that may be shown."""
    shares = _shares(statistics)
    panels = [(_draw_people, 3.6), (_draw_problems, 3.6)]
    panels += [(_draw_shares, 1.2 + 0.7 * len(shares))] if shares else []
    panels += [(_draw_helpers, 3.0)] if statistics.helpers else []
    heights = [height for _, height in panels]
    figure = new_figure(8.0, sum(heights))
    rows = figure.subplots(len(panels), 1, gridspec_kw={"height_ratios": heights})
    for axes, (draw, _) in zip(rows, panels, strict=True):
        draw(axes, statistics)
    figure.tight_layout(h_pad=2.5)
    return write_png(figure)


def _shares(statistics: Statistics) -> list[tuple[str, PartOfWhole]]:
    named = (
        (gettext("said yes and came"), statistics.kept),
        (gettext("first-timers who came back"), statistics.came_back),
        (gettext("circles that met"), statistics.circles),
    )
    return [(name, share) for name, share in named if share is not None]


def _in_figures(name: str, share: PartOfWhole) -> str:
    return gettext("{what}: {part} of {whole}", what=name, part=share.part, whole=share.whole)


def _draw_shares(axes: Any, statistics: Statistics) -> None:
    shares = _shares(statistics)
    for row, (name, share) in enumerate(shares):
        axes.barh(row, 1.0, height=0.5, color=DARK, edgecolor=FAINT)
        axes.barh(row, share.part / share.whole, height=0.5, color=GREEN)
        text = _in_figures(name, share)
        axes.text(0.0, row - 0.32, text, color=LIGHT, fontsize=14, va="bottom")
    axes.set_ylim(len(shares) - 0.6, -0.9)
    _style(axes, gettext("Of how many"))
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)


def _draw_helpers(axes: Any, statistics: Statistics) -> None:
    positions = range(len(statistics.helpers))
    axes.bar(positions, [count for _, count in statistics.helpers], width=0.6, color=BLUE)
    for position, (_, count) in enumerate(statistics.helpers):
        axes.text(position, count, str(count), color=LIGHT, fontsize=14, ha="center", va="bottom")
    axes.set_xticks(list(positions), [gettext(name) for name, _ in statistics.helpers])
    axes.margins(y=0.2)
    _style(axes, gettext("Members, by how many proposals they made"))


def _draw_people(axes: Any, statistics: Statistics) -> None:
    weeks = range(len(statistics.people))
    counts = [count for _, count in statistics.people]
    few = [0 < count < FEWEST for count in counts]
    heights = [FEWEST - 1 if is_few else count for count, is_few in zip(counts, few, strict=True)]
    bars = axes.bar(weeks, heights, width=0.8, color=GREEN)
    for bar, is_few in zip(bars, few, strict=True):
        if is_few:  # the exact count would point at people: one height for all such weeks
            bar.set(facecolor=DARK, edgecolor=GREEN, hatch="////")
    starts = [week for week in weeks if statistics.people[week][0].day <= 7]
    axes.set_xticks(starts, [month(statistics.people[week][0].month) for week in starts])
    _style(axes, gettext("Visits to meetups, by week"))
    if any(few):
        _note(axes, gettext("hatched: fewer than {fewest}", fewest=FEWEST))


def _draw_problems(axes: Any, statistics: Statistics) -> None:
    months = range(len(statistics.opened))
    opened, solved = [count for _, count in statistics.opened], [count for _, count in statistics.solved]
    axes.bar([position - 0.2 for position in months], opened, width=0.38, color=BLUE, label=gettext("shared"))
    axes.bar(
        [position + 0.2 for position in months],
        solved,
        width=0.38,
        color=GREEN,
        hatch="//",
        label=gettext("solved"),
    )
    axes.set_xticks(list(months), [month(first.month) for first, _ in statistics.opened])
    _style(axes, gettext("Problems, by month"))
    if statistics.days_to_solve is not None:
        how_long = ngettext(
            "half of the solved ones within {count} day",
            "half of the solved ones within {count} days",
            round(statistics.days_to_solve),
        )
        _note(axes, how_long)
    axes.legend(facecolor=DARK, edgecolor=FAINT, labelcolor=LIGHT, fontsize=14, **_BESIDE_THE_TITLE)


def _note(axes: Any, text: str) -> None:
    """Adds a note below the panel."""
    axes.set_xlabel(text, color=LIGHT, fontsize=14, loc="left", labelpad=8)


def _style(axes: Any, title: str) -> None:
    axes.set_facecolor(DARK)
    axes.tick_params(colors=LIGHT, labelsize=14, length=0)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="y", color=FAINT, alpha=0.4)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title(title, color=LIGHT, fontsize=18, loc="left", pad=10)
