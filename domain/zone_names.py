"""What people call time zones: IANA names, cities in their language, abbreviations."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from domain.tokens import clean, tokenise
from languages import ENGLISH
from languages.time_words import list_cities

Name = tuple[tuple[str, ...], str]
"""The tokens of a name, and its zone."""

ABBREVIATIONS = {
    **dict.fromkeys(("cet", "cest", "mez", "mesz"), ("Europe/Berlin",)),
    **dict.fromkeys(("eet", "eest"), ("Europe/Helsinki",)),
    **dict.fromkeys(("wet", "west"), ("Europe/Lisbon",)),
    **dict.fromkeys(("et", "est", "edt"), ("America/New_York",)),
    **dict.fromkeys(("mt", "mst", "mdt"), ("America/Denver",)),
    **dict.fromkeys(("pt", "pst", "pdt"), ("America/Los_Angeles",)),
    **dict.fromkeys(("ct", "cdt"), ("America/Chicago",)),
    **dict.fromkeys(("nzst", "nzdt", "nzt"), ("Pacific/Auckland",)),
    **dict.fromkeys(("aest", "aedt", "aet"), ("Australia/Sydney", "Australia/Brisbane")),
    **dict.fromkeys(("utc", "gmt", "zulu"), ("UTC",)),
    "eastern": ("America/New_York",),
    "central": ("America/Chicago",),
    "mountain": ("America/Denver",),
    "pacific": ("America/Los_Angeles",),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "uk": ("Europe/London",),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ast": ("America/Halifax", "Asia/Riyadh"),
    "msk": ("Europe/Moscow",),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "hkt": ("Asia/Hong_Kong",),
    "sgt": ("Asia/Singapore",),
    "pkt": ("Asia/Karachi",),
    "awst": ("Australia/Perth",),
    "brt": ("America/Sao_Paulo",),
    "akst": ("America/Anchorage",),
    "akdt": ("America/Anchorage",),
    "hst": ("Pacific/Honolulu",),
    "sast": ("Africa/Johannesburg",),
    "eat": ("Africa/Nairobi",),
    "wat": ("Africa/Lagos",),
    "wib": ("Asia/Jakarta",),
}
"""Zones that an abbreviation may mean where the zone in use is none of them."""

_CITIES = {
    "America/New_York": "Boston, Washington, Washington DC, Philadelphia, Atlanta, Miami, NYC, Pittsburgh",
    "America/Chicago": "Houston, Dallas, Austin, Minneapolis, New Orleans, St Louis, Nashville",
    "America/Los_Angeles": "San Francisco, Seattle, San Diego, Las Vegas, Sacramento",
    "America/Denver": "Salt Lake City, Boulder",
    "America/Toronto": "Ottawa, Montreal, Montréal, Quebec, Québec",
    "America/Sao_Paulo": "Rio de Janeiro, Brasilia, Brasília, Curitiba, Belo Horizonte, Porto Alegre",
    "America/Mexico_City": "Guadalajara",
    "America/Bogota": "Medellín, Medellin",
    "Europe/London": "Manchester, Edinburgh, Glasgow, Bristol, Leeds",
    "Europe/Berlin": "Munich, München, Hamburg, Cologne, Köln, Frankfurt, Leipzig, Stuttgart, Dresden",
    "Europe/Vienna": "Graz, Salzburg, Linz, Innsbruck",
    "Europe/Zurich": "Geneva, Genf, Genève, Basel, Bern, Lausanne",
    "Europe/Paris": "Lyon, Marseille, Toulouse, Bordeaux, Nantes, Lille, Strasbourg",
    "Europe/Madrid": "Barcelona, Sevilla, Seville, Bilbao, Málaga",
    "Europe/Lisbon": "Porto, Coimbra",
    "Europe/Rome": "Milan, Milano, Naples, Napoli, Turin, Torino, Florence, Firenze, Bologna",
    "Europe/Amsterdam": "Rotterdam, The Hague, Utrecht",
    "Europe/Warsaw": "Krakow, Kraków, Gdansk, Wroclaw",
    "Asia/Kolkata": "Mumbai, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Hyderabad",
    "Asia/Shanghai": "Beijing, Peking, Shenzhen, Guangzhou",
    "Asia/Tokyo": "Osaka, Kyoto, Yokohama, 大阪, 京都, 横浜, 名古屋, 福岡, 札幌, 日本",
    "Asia/Jerusalem": "Tel Aviv, Haifa",
    "Asia/Dubai": "Abu Dhabi",
    "Africa/Johannesburg": "Cape Town",
    "Australia/Sydney": "Canberra",
    "Pacific/Auckland": "Wellington",
}
"""Cities that are in no name of a zone, and of which everybody thinks first: they are never asked back."""

# Known by their whole names alone: "easter 18:00" and "réunion demain 18h" are said of other things.
_NAMED_LIKE_WORDS = {
    *("Pacific/Easter", "Chile/EasterIsland", "Indian/Christmas", "Indian/Reunion", "Pacific/Wake"),
    *("Australia/North", "Australia/South", "Australia/West", "Australia/ACT", "Australia/LHI", "Asia/Oral"),
    *("America/North_Dakota/Center", "Pacific/Midway", "America/Indiana/Knox", "America/Nome"),
}
_FIRST = ("Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/", "Atlantic/", "Indian/")


@cache
def zones_by_name() -> dict[str, str]:
    """Returns UTC and every zone that names a place, by its case-folded name."""
    names = {name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}
    return {name.casefold(): name for name in sorted(names | {"UTC"})}


def find_zone(text: str) -> str | None:
    """Returns the name of a zone typed in any case and with spaces; None where it names no zone."""
    return zones_by_name().get("_".join(text.casefold().split()))


@cache
def list_names(language: str) -> dict[str, tuple[Name, ...]]:
    """Returns the names of zones and of their cities by their first token, the longest first."""
    zones = set(zones_by_name().values())
    cities = {
        zone.rpartition("/")[2].replace("_", " "): zone
        for zone in sorted(zones, key=_worth, reverse=True)
        if zone.startswith(_FIRST) and zone not in _NAMED_LIKE_WORDS
    }
    large = {city: zone for zone, named in _CITIES.items() for city in named.split(", ")}
    # CLDR keeps the names that zones had once, such as Asia/Calcutta: the city tells which it is today.
    today = {zone: cities[city] for city, zone in list_cities(ENGLISH) if city in cities}
    called = {city: today.get(zone, zone) for city, zone in list_cities(language) if zone in zones}
    called = {city: zone for city, zone in called.items() if zone not in _NAMED_LIKE_WORDS}
    known = {**called, **large, **cities}
    known |= {zone: zone for zone in zones if zone != "UTC"}
    if language == "de":
        known |= {f"{name}er zeit": zone for name, zone in {**called, **large, **cities}.items()}
    by_first: dict[str, list[Name]] = {}
    for name, zone in known.items():
        phrase = tuple(token.text for token in tokenise(clean(name)))
        by_first.setdefault(phrase[0], []).append((phrase, zone))
    return {first: tuple(sorted(names, key=lambda name: -len(name[0]))) for first, names in by_first.items()}


def _worth(zone: str) -> tuple[int, str]:
    return next((place for place, name in enumerate(_FIRST) if zone.startswith(name)), len(_FIRST)), zone


def find_called(text: str, language: str) -> tuple[str, ...]:
    """Returns the zones that a text may mean, by name, city or abbreviation; none where it means none."""
    if (named := find_zone(text)) is not None:
        return (named,)
    phrase = tuple(token.text for token in tokenise(clean(text[:100])))
    if not phrase:
        return ()
    known = next((zone for name, zone in list_names(language).get(phrase[0], ()) if name == phrase), None)
    return (known,) if known else ABBREVIATIONS.get(" ".join(phrase), ())


def meant_in(written: str, zones: tuple[str, ...], zone: str) -> tuple[str, ...]:
    """Returns the zones that a name means where `zone` is in use: that one, if it is one, or is called so."""
    if zones == ("UTC",):
        return zones
    if zone in zones:
        return (zone,)
    return (zone,) if written in ABBREVIATIONS and written in _called(zone) else zones


@cache
def _called(zone: str) -> frozenset[str]:
    """Returns what the clocks of a zone are called in the course of a year; in German and in short, too."""
    months = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 4, 7, 10))
    called = {month.astimezone(ZoneInfo(zone)).tzname() or "" for month in months}
    names = {name.casefold() for name in called}
    names |= {"mez", "mesz"} if "cet" in names else set()
    names |= {f"{name[0]}t" for name in names if name in {"est", "edt", "pst", "pdt", "mst", "mdt", "cdt"}}
    return frozenset(names)
