"""The canvas of all pictures: light on dark, with fonts for every language of the bot. Slow to draw on."""

from __future__ import annotations

import io
from functools import cache
from importlib.metadata import distribution
from typing import Any

DARK, LIGHT, FAINT, GREEN, BLUE = "#1e1f22", "#f2f3f5", "#6d6f78", "#3ba55d", "#4a78c8"
_JAPANESE = "matplotlib_fontja/fonts/ipaexg.ttf"


def new_figure(width_inches: float, height_inches: float) -> Any:
    """Returns an empty figure with 100 pixels an inch."""
    # matplotlib is slow to import, and only pictures need it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    _fonts()
    figure = Figure(figsize=(width_inches, height_inches), dpi=100, facecolor=DARK)
    FigureCanvasAgg(figure)
    return figure


def write_png(figure: Any, **options: Any) -> bytes:
    """Returns the figure as a PNG."""
    png = io.BytesIO()
    figure.savefig(png, format="png", facecolor=DARK, **options)
    return png.getvalue()


def has_letter(letter: str) -> bool:
    """Says whether a font has the letter."""
    return any(font.get_char_index(ord(letter)) for font in _fonts())


@cache
def _fonts() -> tuple[Any, ...]:
    """Returns the fonts in which letters are looked for, the first one first."""
    from matplotlib import rcParams  # noqa: PLC0415
    from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font  # noqa: PLC0415

    usual = findfont(FontProperties())
    japanese = str(distribution("matplotlib-fontja").locate_file(_JAPANESE))
    fontManager.addfont(japanese)
    rcParams["font.family"] = [FontProperties(fname=path).get_name() for path in (usual, japanese)]
    return get_font(usual), get_font(japanese)
