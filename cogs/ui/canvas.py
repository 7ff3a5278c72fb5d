"""What all pictures are drawn on: light on dark, in letters of every language we speak. Slow to make."""

from __future__ import annotations

import io
from functools import cache
from importlib.metadata import distribution
from typing import Any

DARK, LIGHT, FAINT, GREEN, BLUE = "#1e1f22", "#f2f3f5", "#6d6f78", "#3ba55d", "#4a78c8"
_JAPANESE = "matplotlib_fontja/fonts/ipaexg.ttf"


def new_figure(width_inches: float, height_inches: float) -> Any:
    """An empty figure with 100 pixels an inch."""
    # Heavy, and needed for pictures alone.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    _fonts()
    figure = Figure(figsize=(width_inches, height_inches), dpi=100, facecolor=DARK)
    FigureCanvasAgg(figure)
    return figure


def write_png(figure: Any, **options: Any) -> bytes:
    """The figure as a PNG."""
    written = io.BytesIO()
    figure.savefig(written, format="png", facecolor=DARK, **options)
    return written.getvalue()


def has_letter(letter: str) -> bool:
    """Whether the letter can be drawn."""
    return any(font.get_char_index(ord(letter)) for font in _fonts())


@cache
def _fonts() -> tuple[Any, ...]:
    """The fonts that letters are looked for in, one after the other."""
    from matplotlib import rcParams  # noqa: PLC0415
    from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font  # noqa: PLC0415

    usual = findfont(FontProperties())
    japanese = str(distribution("matplotlib-fontja").locate_file(_JAPANESE))
    fontManager.addfont(japanese)
    rcParams["font.family"] = [FontProperties(fname=path).get_name() for path in (usual, japanese)]
    return get_font(usual), get_font(japanese)
