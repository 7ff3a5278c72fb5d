"""A keystroke in the field for a time, in each language, and what takes longest to be refused.

The yardstick is what a keystroke may cost: 2 ms of the processor, and 50 ms for any text of 6,000 characters.
Nothing that was read before is remembered here; in the bot the same text costs less the second time.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from db import gazetteer
from domain import lexicon
from domain.cities import FindCities
from domain.errors import Refusal
from domain.times import segmentation
from domain.times.parser import suggest_readings
from languages import use_language

_NOW = datetime(2026, 11, 27, 13, 50, tzinfo=UTC)
_ROUNDS = 5
_TYPED = {
    "en": "every other thursday, december 3, 2026 at 6:00 PM",
    "de": "Donnerstag, den 3. Dezember um halb sieben abends",
    "fr": "tous les deux jeudis à 18h jusqu'au 31 mars",
    "es": "el jueves 3 de diciembre de 18:00 a 20:00 hora de Madrid",
    "pt_BR": "quinta-feira, 3 de dezembro de 2026 às 18:00",
    "ja": "2026年12月3日木曜日の午後6時半から8時まで",
}
_IN_A_CITY = "every other thursday at 6:00 PM in São José dos Campos"
_SMALLEST_CITY = 1000
_LONG = (
    *("x" * 6000, "1 " * 3000, "mon and " * 750, "明日木曜" * 1500),
    *("the 1st and " * 16, "1h" * 99, "9-" * 99),
)


async def run() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        cities = gazetteer.Gazetteer(Path(folder) / "gazetteer.db", _SMALLEST_CITY)
        await cities.prepare()
        for language, text in _TYPED.items():
            _measure(language, text, cities.find_called)
        _measure("en", _IN_A_CITY, cities.find_called, " in a city")


def _measure(language: str, text: str, find_cities: FindCities, what: str = "") -> None:
    with use_language(language):
        _read(text, find_cities)  # the tables are prepared once
        costs = [_cost(text[:length], find_cities) for length in range(1, len(text) + 1)]
        slowest = max(_cost(long, find_cities) for long in _LONG)
    mean, worst = sum(costs) / len(costs), max(costs)
    figures = f"{mean:.2f} ms, at most {worst:.2f}; noise at most {slowest:.1f} ms"
    print(f"{language:6} a keystroke{what} {figures}")


def _cost(text: str, find_cities: FindCities) -> float:
    """Returns the least milliseconds of the processor that reading the text took."""
    costs = []
    for _ in range(_ROUNDS):
        lexicon.word.cache_clear()
        segmentation.list_ways.cache_clear()
        gazetteer._find_called.cache_clear()
        started = time.process_time()
        _read(text, find_cities)
        costs.append(time.process_time() - started)
    return min(costs) * 1000


def _read(text: str, find_cities: FindCities) -> None:
    with suppress(Refusal):
        suggest_readings(text, _NOW, "Europe/Berlin", find_cities)
