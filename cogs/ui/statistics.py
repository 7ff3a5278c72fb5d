"""How a server's statistics look: a picture, and the same in words. Pure; slow to draw."""

from __future__ import annotations

import io
from typing import Any

import discord

from domain.statistics import FEWEST, Share, Statistics

PICTURE = "year.png"
_DARK, _LIGHT, _FAINT, _GREEN, _BLUE = "#1e1f22", "#f2f3f5", "#6d6f78", "#3ba55d", "#4a78c8"
_BESIDE_THE_TITLE: Any = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0), "ncols": 2}
_TEAL = discord.Colour(0x2E8B7F)


def stats_embed(found: Statistics) -> discord.Embed:
    """The year in a few lines, with the picture below."""
    lines = [
        _line("Said yes and came, where it is measured", found.kept),
        _line("Came for the first time and came back within eight weeks", found.came_back),
        _line("Circles that met", found.circles),
    ]
    if found.days_to_solve is not None:
        lines.append(f"Half of the solved problems took up to **{found.days_to_solve:.0f} days**.")
    if found.helpers:
        helpers = ", ".join(f"{name}: {count}" for name, count in found.helpers if count)
        lines.append(f"Members by how many proposals they made: {helpers}.")
    lines.append(f"Whatever is about fewer than {FEWEST} members is left out.")
    embed = discord.Embed(title="A year at this table", colour=_TEAL)
    embed.description = "\n".join(filter(None, lines))
    return embed.set_image(url=f"attachment://{PICTURE}")


def _line(what: str, share: Share | None) -> str:
    if share is None:
        return ""
    return f"{what}: **{share.part} of {share.whole}** ({share.part / share.whole:.0%})."


def in_words(found: Statistics) -> str:
    """The picture for those who do not see it."""
    people = [count for _, count in found.people]
    text = (
        f"A year by weeks: {sum(people)} visits to meetups, at most {max(people, default=0)} in a week. "
        f"Problems by months: {sum(count for _, count in found.opened)} shared, "
        f"{sum(count for _, count in found.solved)} solved."
    )
    return text[:1000]


def draw_statistics(found: Statistics) -> bytes:
    """A PNG, light on dark, 800 pixels wide: people by week, problems by month."""
    # Heavy, and needed for pictures alone.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(8.0, 7.6), dpi=100, facecolor=_DARK)
    FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1)
    _draw_people(above, found)
    _draw_problems(below, found)
    figure.tight_layout(h_pad=2.5)
    written = io.BytesIO()
    figure.savefig(written, format="png", facecolor=_DARK)
    return written.getvalue()


def _draw_people(axes: Any, found: Statistics) -> None:
    weeks = range(len(found.people))
    counts = [count for _, count in found.people]
    few = [0 < count < FEWEST for count in counts]
    heights = [FEWEST - 1 if is_few else count for count, is_few in zip(counts, few, strict=True)]
    bars = axes.bar(weeks, heights, width=0.8, color=_GREEN)
    for bar, is_few in zip(bars, few, strict=True):
        if is_few:  # hatched, and of one height: fewer than five
            bar.set(facecolor=_DARK, edgecolor=_GREEN, hatch="////")
    starts = [week for week in weeks if found.people[week][0].day <= 7]
    axes.set_xticks(starts, [f"{found.people[week][0]:%b}" for week in starts])
    title = "Visits to meetups, by week"
    _dress(axes, f"{title} (hatched: fewer than {FEWEST})" if any(few) else title)


def _draw_problems(axes: Any, found: Statistics) -> None:
    months = range(len(found.opened))
    opened, solved = [count for _, count in found.opened], [count for _, count in found.solved]
    axes.bar([month - 0.2 for month in months], opened, width=0.38, color=_BLUE, label="shared")
    axes.bar([month + 0.2 for month in months], solved, width=0.38, color=_GREEN, hatch="//", label="solved")
    axes.set_xticks(list(months), [f"{month:%b}" for month, _ in found.opened])
    _dress(axes, "Problems, by month")
    axes.legend(facecolor=_DARK, edgecolor=_FAINT, labelcolor=_LIGHT, fontsize=14, **_BESIDE_THE_TITLE)


def _dress(axes: Any, title: str) -> None:
    axes.set_facecolor(_DARK)
    axes.tick_params(colors=_LIGHT, labelsize=14, length=0)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="y", color=_FAINT, alpha=0.4)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title(title, color=_LIGHT, fontsize=18, loc="left", pad=10)
