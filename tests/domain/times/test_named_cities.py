"""Cities of the gazetteer in what people type: whose zone is meant, what is asked back, what is no city."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.gazetteer import Gazetteer
from demo.world import SMALLEST_CITY
from domain.cities import CityMatch, FindCities
from domain.errors import Refusal
from domain.times.parser import Ambiguous, read_when, suggest_readings
from domain.zones import get_zone
from languages import use_language

_NOW = datetime(2026, 11, 27, 13, 50, tzinfo=UTC)
_BERLIN = "Europe/Berlin"


@pytest.fixture(scope="module")
def find_cities(cities: Path) -> FindCities:
    return Gazetteer(cities, SMALLEST_CITY).find_called


@pytest.mark.parametrize(
    ("language", "typed", "zone"),
    [
        ("en", "tomorrow 9am in Cardiff", "Europe/London"),
        ("en", "9am cardiff time tomorrow", "Europe/London"),
        ("en", "bonn time tomorrow 18:00", _BERLIN),
        ("en", "tomorrow 9am saint petersburg", "Europe/Moscow"),
        ("en", "every thursday 6pm recife", "America/Recife"),
        ("en", "thursday 18:00 in Saint-Denis", "Indian/Reunion or Europe/Paris"),
        ("en", "tomorrow 9am portland", "America/Los_Angeles or America/New_York"),
        ("en", "tomorrow 9am in birmingham", "Europe/London or America/Chicago"),
        ("en", "tomorrow 9am in valencia", "America/Caracas or Europe/Madrid"),
        ("de", "morgen 18 Uhr Hannover", _BERLIN),
        ("de", "morgen 18 Uhr in Mailand", "Europe/Rome"),
        ("de", "morgen 18 Uhr Ortszeit Danzig", "Europe/Warsaw"),
        ("fr", "demain 18h à Nice", "Europe/Paris"),
        ("fr", "demain 18h heure de Grenoble", "Europe/Paris"),
        ("es", "mañana 18:00 hora de Cali", "America/Bogota"),
        ("pt_BR", "amanhã 9h em Campinas", "America/Sao_Paulo"),
        ("pt_BR", "amanhã 9h horário de Natal", "America/Fortaleza"),
        ("ja", "明日18時 仙台", "Asia/Tokyo"),
        ("ja", "明日18時広島時間", "Asia/Tokyo"),
    ],
)
def test_a_city_is_its_zone(language: str, typed: str, zone: str, find_cities: FindCities) -> None:
    with use_language(language):
        try:
            zones = [read_when(typed, _NOW, _BERLIN, find_cities).when.zone]
        except Ambiguous as choice:
            zones = [reading.when.zone for reading in choice.readings]
    assert " or ".join(zones) == zone


@pytest.mark.parametrize(
    ("zone", "meant"),
    [("America/Chicago", "America/Chicago"), ("Europe/London", "Europe/London")],
)
def test_of_several_cities_one_in_the_zone_in_use_is_meant(
    zone: str, meant: str, find_cities: FindCities
) -> None:
    assert read_when("tomorrow 9am birmingham", _NOW, zone, find_cities).when.zone == meant


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *(("en", typed) for typed in ("thu 18:00 reading", "nice thu 18:00", "thu 18:00 mobile")),
        *(("en", typed) for typed in ("reading group thu 18:00", "tomorrow 6pm bath", "hannover thu 18:00")),
        *(("de", typed) for typed in ("morgen essen 18 Uhr", "morgen 18 Uhr essen", "morgen 18 Uhr dabei")),
        *(("fr", typed) for typed in ("jeudi 18h tours", "jeudi 18h seul", "jeudi 18h orange")),
        *(("es", typed) for typed in ("mañana 18h sol", "jueves 18:00 solo", "jueves 18:00 mesa")),
        *(("pt_BR", typed) for typed in ("dia 24 às 18h natal", "quinta 18h sala", "quinta 18h praia")),
    ],
)
def test_a_word_that_is_a_town_too_is_no_zone(language: str, typed: str, find_cities: FindCities) -> None:
    with use_language(language), pytest.raises(Refusal, match=r"“|„|«") as refused:
        read_when(typed, _NOW, _BERLIN, find_cities)
    assert not isinstance(refused.value, Ambiguous)


def test_no_city_is_looked_up_for_what_can_be_read_without(find_cities: FindCities) -> None:
    looked_up: list[str] = []

    def find(name: str) -> Sequence[CityMatch]:
        looked_up.append(name)
        return find_cities(name)

    for typed in (
        "mon 18:00",
        "jan 5 10am",
        "tomorrow 9am london",
        "sun 2 may 18:00",
        "every 2 weeks fri 6pm",
    ):
        read_when(typed, _NOW, _BERLIN, find)
    assert looked_up == []


def test_both_fridays_are_offered_beside_a_city(find_cities: FindCities) -> None:
    offered = suggest_readings("next friday 18:00 hannover", _NOW, _BERLIN, find_cities)
    assert [reading.when.local.day for reading in offered] == [4, 11]


def test_a_zone_is_called_by_a_city_in_it(find_cities: FindCities) -> None:
    assert get_zone("são luís", find_cities) == "America/Fortaleza"
    assert get_zone("Essen", find_cities) == _BERLIN
    with pytest.raises(Refusal, match="America/Los_Angeles or America/New_York"):
        get_zone("portland", find_cities)
    with pytest.raises(Refusal, match="don't know the time zone"):
        get_zone("nowhere at all", find_cities)
