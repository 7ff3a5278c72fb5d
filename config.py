"""The configuration: config.toml as frozen, typed settings. All mistakes are reported at once, with lines."""

from __future__ import annotations

import codecs
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import time, timedelta
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from domain.bot_token import read_token
from domain.circles.welfare import Weights
from domain.durations import parse_minutes
from domain.errors import Refusal
from domain.meetups.meetup import check_length
from domain.meetups.pings import parse_pings
from domain.problems.digest import WeeklyMoment, parse_moment
from domain.zones import get_zone

T = TypeVar("T")

_LAST_PORT = 65535


class ConfigError(Exception):
    """Raised where the configuration cannot be used; `mistakes` has one line for each reason."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class _Text:
    """A setting that is text in the file; `read` makes of it what is kept, and raises ValueError or Refusal.

    Where the domain reads the same in a command, its own function stands here: both refuse alike.
    """

    read: Callable[[str], Any]


def _checked(check: Callable[[str], object]) -> _Text:
    """Returns a reader that keeps the text as it is, once it has been checked."""

    def read(value: str) -> str:
        check(value)
        return value

    return _Text(read)


def _duration(text: str) -> timedelta:
    return timedelta(minutes=parse_minutes(text))


def _check_named(text: str) -> None:
    if not text.strip():
        raise ValueError("must not be empty")


def _check_api_url(url: str) -> str:
    if not re.fullmatch(r"https?://\S+", url):
        raise ValueError("must start with http:// or https://")
    return url.rstrip("/")


@dataclass(frozen=True, slots=True)
class DiscordSection:
    """`[discord]`: how to reach Discord, and which shards this process runs.

    `shard_count` is None where there is one shard, `shard_ids` where the process runs the first one alone.
    `test_guild` is the only server that has the commands, None for all.
    """

    token: Annotated[str, _Text(read_token)] = field(default="", repr=False)
    api_url: Annotated[str, _Text(_check_api_url)] = "https://discord.com/api/v10"
    shard_count: Annotated[int, Meta(ge=1)] | None = None
    shard_ids: list[Annotated[int, Meta(ge=0)]] | None = None
    test_guild: Annotated[int, Meta(ge=1)] | None = None
    members_intent: bool = False

    def __post_init__(self) -> None:
        if self.shard_ids is not None:
            if self.shard_count is None:
                raise ValueError("shard_ids needs shard_count")
            if not self.shard_ids or max(self.shard_ids) >= self.shard_count:
                raise ValueError("shard_ids must be numbers below shard_count")
            if len(set(self.shard_ids)) < len(self.shard_ids):
                raise ValueError("shard_ids has one twice")

    @property
    def shards(self) -> list[tuple[int, int]]:
        """The shards that this process runs, each with how many there are; (0, 1) where none are set."""
        return [(shard_id, self.shard_count or 1) for shard_id in self.shard_ids or [0]]


def _check_database_url(url: str) -> None:
    if not re.fullmatch(r"sqlite:///.+|postgres(ql)?://.+", url):
        raise ValueError("must look like sqlite:///longtable.db or postgresql://user@host/name")


@dataclass(frozen=True, slots=True)
class DatabaseSection:
    """`[database]`: where the state is kept."""

    url: Annotated[str, _checked(_check_database_url)] = field(
        default="sqlite:///longtable.db",
        repr=False,  # it may have a password in it
    )


@dataclass(frozen=True, slots=True)
class MeetupsSection:
    """`[meetups]`: what holds where nobody has set anything else; `length` and `pings` in minutes."""

    tick_seconds: Annotated[float, Meta(gt=0, le=3600)] = 2.0
    zone: Annotated[str, _checked(get_zone)] = "UTC"
    length: Annotated[int, _Text(check_length)] = check_length("2h")
    pings: Annotated[tuple[int, ...], _Text(parse_pings)] = parse_pings("3d, 2h")
    sends_per_second: Annotated[int, Meta(ge=1)] = 40


@dataclass(frozen=True, slots=True)
class ProblemsSection:
    """`[problems]`: what holds for problem boards."""

    open_per_member: Annotated[int, Meta(ge=1)] = 10
    shared_per_hour: Annotated[int, Meta(ge=1)] = 3
    nudge_after: Annotated[timedelta, _Text(_duration)] = timedelta(days=5)
    ask_after: Annotated[timedelta, _Text(_duration)] = timedelta(weeks=1)
    digest: Annotated[WeeklyMoment, _Text(parse_moment)] = field(
        default_factory=lambda: WeeklyMoment(weekday=0, at=time(9))
    )
    key_file: Annotated[str, _checked(_check_named)] = "longtable.key"


@dataclass(frozen=True, slots=True)
class PlacesSection:
    """`[places]`: the list of cities; `smallest_city` is a population."""

    file: Annotated[str, _checked(_check_named)] = "gazetteer.db"
    smallest_city: Literal[500, 1000, 5000, 15000] = 1000


@dataclass(frozen=True, slots=True)
class CirclesSection:
    """`[circles]`: how they are found, in how many seconds, and what holds for their life.

    `length` and `pings` of their meetups are in minutes.
    """

    seconds: Annotated[float, Meta(gt=0, le=600)] = 60.0
    answer_within: Annotated[timedelta, _Text(_duration)] = timedelta(days=4)
    poll_for: Annotated[timedelta, _Text(_duration)] = timedelta(days=3)
    ask_after: Annotated[timedelta, _Text(_duration)] = timedelta(weeks=2)
    length: Annotated[int, _Text(check_length)] = check_length("2h")
    pings: Annotated[tuple[int, ...], _Text(parse_pings)] = parse_pings("2 days, 2h")
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        self.weights.check()


def _check_public_url(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query):
        raise ValueError("an address such as https://meet.example.org, or empty")
    return url.rstrip("/")


@dataclass(frozen=True, slots=True)
class WebSection:
    """`[web]`: the port for metrics, and for calendar feeds where `public_url` says how to reach them."""

    host: Annotated[str, _checked(_check_named)] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=_LAST_PORT)] = 8080
    public_url: Annotated[str, _Text(_check_public_url)] = ""
    metrics: bool = False

    @property
    def is_served(self) -> bool:
        """Returns whether anything is served."""
        return bool(self.public_url) or self.metrics


@dataclass(frozen=True, slots=True)
class PrivacySection:
    """`[privacy]`: after how long members and servers who have left are forgotten."""

    forget_members_after: Annotated[timedelta, _Text(_duration)] = timedelta(days=30)
    forget_servers_after: Annotated[timedelta, _Text(_duration)] = timedelta(days=30)


def _time_of_day(text: str) -> time:
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text, re.ASCII):
        raise ValueError("a time of the day such as 3:30")
    return time.fromisoformat(text.zfill(5))


@dataclass(frozen=True, slots=True)
class BackupSection:
    """`[backup]`: nightly copies of the database, `keep` of them; none where `folder` is empty."""

    folder: str = ""
    at: Annotated[time, _Text(_time_of_day)] = time(3, 30)
    keep: Annotated[int, Meta(ge=1, le=1000)] = 7


@dataclass(frozen=True, slots=True)
class LogSection:
    """`[log]`: what is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set."""

    discord: DiscordSection = DiscordSection()
    database: DatabaseSection = DatabaseSection()
    meetups: MeetupsSection = MeetupsSection()
    problems: ProblemsSection = ProblemsSection()
    places: PlacesSection = PlacesSection()
    circles: CirclesSection = CirclesSection()
    web: WebSection = WebSection()
    privacy: PrivacySection = PrivacySection()
    backup: BackupSection = BackupSection()
    log: LogSection = LogSection()

    def __post_init__(self) -> None:
        others = len(self.discord.shards) - 1
        if others and self.database.url.startswith("sqlite"):
            raise ValueError("several shards in one process need PostgreSQL, which they share")
        if self.web.port + others > _LAST_PORT:
            raise ValueError("web.port leaves no ports for the other shards")
        self._check_that_files_differ()

    def _check_that_files_differ(self) -> None:
        """Raises ValueError where two things would be kept in one file, of which one would be lost."""
        database = self.database.url.removeprefix("sqlite:///")
        named = {"problems.key_file": self.problems.key_file, "places.file": self.places.file}
        if database != self.database.url:
            named["database.url"] = database
        for (name, path), (other, its_path) in combinations(named.items(), 2):
            if Path(path).absolute() == Path(its_path).absolute():
                raise ValueError(f"{name} and {other} name the same file")


DEFAULT_FILE = Path("config.toml")


def load_config(
    path: Path | str, environment: Mapping[str, str] | None = None, *, must_exist: bool = False
) -> Config:
    """Returns the settings in a file; a token in the environment wins over the one there.

    A file that does not exist counts as empty, unless it `must_exist`. The environment may have DISCORD_TOKEN
    or DISCORD_TOKEN_FILE; it is None for the process's own. Raises ConfigError, which has every mistake.
    """
    path = Path(path)
    environment = os.environ if environment is None else environment
    try:
        is_there = path.exists()
        if not is_there and (must_exist or path.is_symlink()):
            where = "where its link leads" if path.is_symlink() else "what is typed after --config"
            raise ConfigError([f"{path} does not exist: look at {where}."])
        text = path.read_text(encoding="utf-8-sig") if is_there else ""
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax_mistake(path, str(error))]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{path.name}: cannot be read: it is not in UTF-8; save it as UTF-8"]) from None
    except OSError as error:
        raise ConfigError([f"{path.name}: cannot be read: {error}"]) from None
    reader = _Reader(path.name, text)
    config = reader.read(Config, values)
    mistakes = sorted(reader.mistakes, key=_line_number)
    token, token_mistake = _token(environment)
    if token_mistake:
        mistakes.append(token_mistake)
    if mistakes:
        raise ConfigError(mistakes)
    return replace(config, discord=replace(config.discord, token=token)) if token else config


class _Reader:
    """Reads sections from the values in a file, and notes every mistake."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.mistakes: list[str] = []

    def read(self, kind: type[T], values: Mapping[str, Any], *keys: str) -> T:
        """Returns the section with these values; the defaults where there was a mistake."""
        before, types = len(self.mistakes), get_type_hints(kind, include_extras=True)
        made = {name: self._read_one(types, value, *keys, name) for name, value in values.items()}
        if len(self.mistakes) == before:
            try:
                return kind(**made)
            except (ValueError, Refusal) as error:
                self._note(str(error), *keys)
        return kind()

    def _read_one(self, types: Mapping[str, Any], value: Any, *keys: str) -> Any:
        kind = types.get(keys[-1])
        if kind is None:
            close = get_close_matches(keys[-1], types, n=1)
            hint = f" (did you mean '{close[0]}'?)" if close else ""
            self.mistakes.append(f"{self._place(*keys)}: unknown key '{'.'.join(keys)}'{hint}")
        elif not (isinstance(kind, type) and is_dataclass(kind)):
            try:
                return _keep(kind, value)
            except (ValueError, Refusal, msgspec.ValidationError) as error:
                self._note(str(error), *keys)
        elif isinstance(value, dict):
            return self.read(kind, value, *keys)
        else:
            self._note(f"is a section, [{'.'.join(keys)}]", *keys)
        return None

    def _note(self, said: str, *keys: str) -> None:
        place = f"{self._place(*keys)}: {'.'.join(keys)}" if keys else self.file
        self.mistakes.append(f"{place}: {said}")

    def _place(self, *keys: str) -> str:
        return f"{self.file}:{_line_of(self.text, list(keys))}"


def _keep(kind: Any, value: Any) -> Any:
    """Returns what is kept of a value. Raises ValueError, Refusal or msgspec.ValidationError."""
    if get_origin(kind) is Literal and value not in get_args(kind):
        raise ValueError(f"must be one of {', '.join(map(str, get_args(kind)))}")
    for step in getattr(kind, "__metadata__", ()):
        if isinstance(step, _Text):
            return step.read(msgspec.convert(value, str))
    return msgspec.convert(value, kind)


def _token(environment: Mapping[str, str]) -> tuple[str, str]:
    """Returns the token from the environment and what is wrong with it, each empty where there is none."""
    place, text = "DISCORD_TOKEN", environment.get("DISCORD_TOKEN", "")
    try:
        if not read_token(text) and (file := environment.get("DISCORD_TOKEN_FILE", "").strip()):
            place = f"DISCORD_TOKEN_FILE: {file}"
            if not read_token(text := _decode(Path(file).read_bytes())):
                return "", f"{place} is empty"
        return read_token(text), ""
    except (OSError, UnicodeDecodeError) as error:
        return "", f"{place} cannot be read: {type(error).__name__}"
    except ValueError as error:
        return "", f"{place} {error}"


def _decode(content: bytes) -> str:
    """Returns the text of a file of one line, which some shells of Windows write in UTF-16."""
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if is_wide else "utf-8-sig")


def _syntax_mistake(path: Path, message: str) -> str:
    place = re.search(r" \(at line (\d+), column \d+\)$", message)
    if place is None:
        return f"{path.name}: {message}"
    return f"{path.name}:{place[1]}: {message[: place.start()]}"


def _line_number(mistake: str) -> int:
    number = mistake.split(":")[1]
    return int(number) if number.isdecimal() else 0


def _line_of(text: str, keys: list[str]) -> int:
    """Returns the line of a key; that of its section, or the first, where the key is not found."""
    section, section_line = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            section = header[1]
            parts = section.split(".")
            if parts == keys[: len(parts)]:
                section_line = number
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            full = [*filter(None, section.split(".")), *key[1].split(".")]
            if full == keys[: len(full)]:
                return number
    return section_line
