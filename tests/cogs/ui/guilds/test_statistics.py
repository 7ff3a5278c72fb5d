"""The picture of a year, in every language."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cogs.ui.canvas import new_figure
from cogs.ui.guilds import statistics
from domain.statistics import PartOfWhole, Statistics
from languages import CHOICES, gettext, month, use_language

_MONDAY = date(2026, 3, 2)
_YEAR = Statistics(
    people=tuple((_MONDAY + timedelta(weeks=week), week % 13) for week in range(53)),
    kept=PartOfWhole(31, 42),
    came_back=PartOfWhole(5, 9),
    opened=tuple((date(2026, month, 1), month) for month in range(1, 13)),
    solved=tuple((date(2026, month, 1), month // 2) for month in range(1, 13)),
    days_to_solve=3.4,
    helpers=(("1", 7), ("2–4", 6), ("5–9", 5), ("10+", 0)),
    circles=PartOfWhole(4, 6),
)
_TITLES = (
    "Visits to meetups, by week",
    "Problems, by month",
    "Of how many",
    "Members, by how many proposals they made",
    "Thank you for helping",
)
_TITLE_SIZE, _WIDTH = 19, 740  # points; pixels that a picture of 800 has for it


@pytest.mark.parametrize("language", CHOICES)
def test_a_year_is_drawn_in_every_language(language: str) -> None:
    """A letter that no font has would be a warning, and so an error here."""
    with use_language(language):
        assert statistics.draw_statistics(_YEAR).startswith(b"\x89PNG")
        assert statistics.in_words(_YEAR).count("42") == 1
        assert "42" in (statistics.stats_embed(_YEAR).description or "")


@pytest.mark.parametrize("language", CHOICES)
def test_titles_fit_the_picture_and_months_their_place(language: str) -> None:
    figure = new_figure(8, 4)
    with use_language(language):
        for title in _TITLES:
            text = figure.text(0, 0, gettext(title), fontsize=_TITLE_SIZE)
            assert text.get_window_extent().width <= _WIDTH, gettext(title)
        for number in range(1, 13):
            text = figure.text(0, 0, month(number), fontsize=14)
            assert text.get_window_extent().width <= _WIDTH / 12
