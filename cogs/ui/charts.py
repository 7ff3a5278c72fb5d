"""Charts and maps, readable on a phone. They are slow to draw: never on the event loop."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cogs.ui import markup
from cogs.ui.canvas import BLUE, DARK, FAINT, GREEN, LIGHT, has_letter, new_figure, write_png
from domain.cities import Point
from languages import gettext

_BAR_RGB = (0x3B / 255, 0xA5 / 255, 0x5D / 255)
_ROW_INCHES, _WIDTH_INCHES = 0.62, 8.0
_NAME_LENGTH = 16
_SMALLEST_HALF_DEGREES = 1.2  # half the height of the smallest region that a map shows


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: two counts, one after the other."""

    name: str
    first: int
    second: int


def draw_bars(bars: Sequence[Bar], title: str, legend: tuple[str, str]) -> bytes:
    """Returns a PNG with a row for each bar, the first on top; 800 pixels wide."""
    figure = new_figure(_WIDTH_INCHES, 1.6 + _ROW_INCHES * len(bars))
    axes = figure.add_subplot(facecolor=DARK)
    rows = range(len(bars))
    firsts, seconds = [bar.first for bar in bars], [bar.second for bar in bars]
    axes.barh(rows, firsts, color=GREEN, height=0.6, label=legend[0])
    axes.barh(rows, seconds, left=firsts, color=BLUE, height=0.6, hatch="//", edgecolor=DARK, label=legend[1])
    for row, bar in enumerate(bars):
        text = f" {bar.first} + {bar.second}"
        axes.text(bar.first + bar.second, row, text, va="center", color=LIGHT, fontsize=15)
    axes.set_yticks(rows, [_drawable(bar.name, place) for place, bar in enumerate(bars, start=1)])
    axes.tick_params(axis="y", colors=LIGHT, labelsize=16, length=0)
    axes.xaxis.set_visible(False)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title(title, color=LIGHT, fontsize=19, loc="left", pad=14)
    axes.legend(loc="lower right", facecolor=DARK, edgecolor=FAINT, labelcolor=LIGHT, fontsize=13)
    return write_png(figure, bbox_inches="tight", pad_inches=0.25)


@dataclass(frozen=True, slots=True)
class Dot:
    """A city on a map, with a count that its size shows."""

    name: str
    at: Point
    count: int


def draw_map(dots: Sequence[Dot], land: Sequence[Point]) -> bytes:
    """Returns a PNG of the region around the dots, in which the faint points of `land` show where it is."""
    middle = _middle_longitude(dots)
    easts = [_degrees_east(dot.at, middle) for dot in dots]
    norths = [dot.at.latitude for dot in dots]
    north = sum(norths) / len(norths)
    narrow = max(math.cos(math.radians(north)), 0.2)
    half = max(
        _SMALLEST_HALF_DEGREES, (max(norths) - min(norths)) * 0.65, (max(easts) - min(easts)) * 0.65 * narrow
    )
    east, top = (max(easts) + min(easts)) / 2, (max(norths) + min(norths)) / 2
    figure = new_figure(_WIDTH_INCHES, _WIDTH_INCHES * 0.75)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0), facecolor=DARK)
    axes.set_xlim(east - half / narrow / 0.75, east + half / narrow / 0.75)
    axes.set_ylim(top - half, top + half)
    axes.scatter(
        [_degrees_east(point, middle) for point in land],
        [point.latitude for point in land],
        s=3,
        color=FAINT,
        lw=0,
    )
    axes.scatter(easts, norths, s=[120 + 14 * dot.count for dot in dots], color=GREEN, alpha=0.75, lw=0)
    for place, (dot, x) in enumerate(zip(dots, easts, strict=True), start=1):
        axes.annotate(
            f"{_drawable(dot.name, place)} {dot.count}",
            (x, dot.at.latitude),
            xytext=(0, 13),
            textcoords="offset points",
            ha="center",
            color=LIGHT,
            fontsize=18,
        )
    axes.set_axis_off()
    return write_png(figure)


@dataclass(frozen=True, slots=True)
class Cell:
    """A count in a heat map, with the name by which the text beside the picture calls it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A heat map, with its cells by row and column; a missing cell is left empty."""

    title: str
    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[tuple[int, int], Cell]


def draw_grid(grid: Grid) -> bytes:
    """Returns a PNG of the heat map: each cell with its count and its name, the highest counts framed."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    height = 1.7 + _ROW_INCHES * len(grid.rows)
    figure = new_figure(_WIDTH_INCHES, height)
    axes = figure.add_subplot(facecolor=DARK)
    best = max((cell.count for cell in grid.cells.values()), default=0)
    for (row, column), cell in grid.cells.items():
        share = cell.count / best if best else 0.0
        frame = LIGHT if best and cell.count == best else FAINT
        box = Rectangle((column - 0.45, row - 0.42), 0.9, 0.84, lw=2.5, ec=frame, fc=(*_BAR_RGB, share))
        axes.add_patch(box)
        axes.text(column + 0.08, row, str(cell.count), ha="center", va="center", color=LIGHT, fontsize=20)
        axes.text(column - 0.4, row - 0.36, cell.name, ha="left", va="top", color=LIGHT, fontsize=12)
    axes.set_xlim(-0.6, len(grid.columns) - 0.4)
    axes.set_ylim(len(grid.rows) - 0.4, -0.6)
    axes.set_xticks(range(len(grid.columns)), grid.columns)
    axes.set_yticks(range(len(grid.rows)), grid.rows)
    axes.tick_params(colors=LIGHT, labelsize=18, length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title(grid.title, color=LIGHT, fontsize=20, loc="left", pad=12)
    return write_png(figure, bbox_inches="tight", pad_inches=0.25)


def _middle_longitude(dots: Sequence[Dot]) -> float:
    """Returns the mean longitude as a direction, which is right on both sides of the date line."""
    angles = [math.radians(dot.at.longitude) for dot in dots]
    return math.degrees(math.atan2(sum(map(math.sin, angles)), sum(map(math.cos, angles))))


def _degrees_east(point: Point, middle: float) -> float:
    """Returns the longitude as degrees east of the middle of the map, from -180 to 180."""
    return (point.longitude - middle + 180) % 360 - 180


def _drawable(name: str, place: int) -> str:
    """Returns the letters of the name that can be drawn; where there are none, its place in the list."""
    drawable = "".join(char for char in name if has_letter(char)).replace("$", "").strip()
    if not drawable:
        return gettext("no. {place}", place=place)
    return markup.cut(drawable, _NAME_LENGTH)
