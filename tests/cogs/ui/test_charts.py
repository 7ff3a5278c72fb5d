"""Bars with the names of people, whatever these are."""

from __future__ import annotations

import io
import warnings

import pytest

from cogs.ui import charts
from cogs.ui.canvas import has_letter


@pytest.mark.parametrize(
    "names",
    [["alice"], ["花子 🎉", "العربية", "$x_1$", "\u200b"], ["a" * 60, "", "😀😀😀"], ["Łukasz", "Ñandú"] * 5],
)
def test_a_picture_is_drawn_whatever_people_are_called(names: list[str]) -> None:
    from matplotlib.image import imread

    bars = [charts.Bar(name, place, place * 2) for place, name in enumerate(names)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        written = charts.draw_bars(bars, "Thank you for helping", ("accepted", "likes"))
    height, width, _ = imread(io.BytesIO(written), format="png").shape
    assert 500 < width < 1200
    assert height < 1200


def test_names_in_many_scripts_can_be_drawn() -> None:
    assert all(has_letter(letter) for letter in "Zoë Ольга אבי 花子 カナ")
    assert not has_letter("🦜")
    bars = [charts.Bar(name, 2, 1) for name in ("花子", "🦜🦜", "Zoë")]
    assert charts.draw_bars(bars, "x", ("a", "b")).startswith(b"\x89PNG")
