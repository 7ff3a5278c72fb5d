"""Pictures: light on dark, readable on a phone. Slow to make: not on the event loop."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

_DARK, _LIGHT, _FAINT, _BAR, _PALE_BAR = "#1e1f22", "#f2f3f5", "#6d6f78", "#3ba55d", "#4a78c8"
_ROW_INCHES, _WIDTH_INCHES = 0.62, 8.0
_NAME_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: two lengths, one after the other, with their numbers."""

    name: str
    first: int
    second: int


def draw_bars(bars: Sequence[Bar], title: str, legend: tuple[str, str]) -> bytes:
    """A PNG with a row for each bar, the first on top; 800 pixels wide."""
    # Heavy, and needed for pictures alone.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(_WIDTH_INCHES, 1.6 + _ROW_INCHES * len(bars)), dpi=100, facecolor=_DARK)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=_DARK)
    rows = range(len(bars))
    firsts, seconds = [bar.first for bar in bars], [bar.second for bar in bars]
    axes.barh(rows, firsts, color=_BAR, height=0.6, label=legend[0])
    axes.barh(
        rows, seconds, left=firsts, color=_PALE_BAR, height=0.6, hatch="//", edgecolor=_DARK, label=legend[1]
    )
    for row, bar in enumerate(bars):
        text = f" {bar.first} + {bar.second}"
        axes.text(bar.first + bar.second, row, text, va="center", color=_LIGHT, fontsize=15)
    axes.set_yticks(rows, [_drawable(bar.name, place) for place, bar in enumerate(bars, start=1)])
    axes.tick_params(axis="y", colors=_LIGHT, labelsize=16, length=0)
    axes.xaxis.set_visible(False)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title(title, color=_LIGHT, fontsize=19, loc="left", pad=14)
    axes.legend(loc="lower right", facecolor=_DARK, edgecolor=_FAINT, labelcolor=_LIGHT, fontsize=13)
    written = io.BytesIO()
    figure.savefig(written, format="png", bbox_inches="tight", pad_inches=0.25, facecolor=_DARK)
    return written.getvalue()


def _drawable(name: str, place: int) -> str:
    """The name as far as the font has it; else its place in the list beside the picture."""
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415

    font = get_font(findfont(FontProperties()))
    kept = "".join(char for char in name if font.get_char_index(ord(char))).replace("$", "").strip()
    if not kept:
        return f"no. {place}"
    return kept if len(kept) <= _NAME_LENGTH else f"{kept[: _NAME_LENGTH - 1]}…"
