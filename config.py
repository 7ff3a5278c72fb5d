"""config.toml as frozen, typed settings. Every mistake is reported at once, with its line."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from domain.circles.welfare import Weights
from domain.durations import parse_minutes
from domain.errors import Refusal
from domain.meetups.meetup import check_length
from domain.meetups.pings import parse_pings
from domain.problems.digest import parse_moment
from domain.zones import get_zone

_LAST_PORT = 65535


class ConfigError(Exception):
    """The configuration cannot be used; `mistakes` has one line for each reason."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def _checked(check: Any) -> AfterValidator:
    """Let the domain's own check speak, so that a setting and a command refuse alike."""

    def validate(value: str) -> str:
        try:
            check(value)
        except Refusal as refusal:
            raise ValueError(str(refusal)) from None
        return value

    return AfterValidator(validate)


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DiscordSection(_Section):
    """How to reach Discord."""

    token: SecretStr = SecretStr("")
    api_url: str = "https://discord.com/api/v10"
    shard_count: Annotated[int, Field(ge=1)] | None = None
    shard_ids: list[Annotated[int, Field(ge=0)]] | None = None
    test_guild: int | None = None
    members_intent: bool = False

    @field_validator("api_url")
    @classmethod
    def _is_http(cls, value: str) -> str:
        if not re.fullmatch(r"https?://\S+", value):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @property
    def shards(self) -> list[tuple[int, int]]:
        """The shards that this process runs, each with how many there are: 0 of 1 where there are none."""
        return [(shard_id, self.shard_count or 1) for shard_id in self.shard_ids or [0]]

    @model_validator(mode="after")
    def _shards_fit(self) -> DiscordSection:
        if self.shard_ids is not None:
            if self.shard_count is None:
                raise ValueError("shard_ids needs shard_count")
            if not self.shard_ids or max(self.shard_ids) >= self.shard_count:
                raise ValueError("shard_ids must be numbers below shard_count")
            if len(set(self.shard_ids)) < len(self.shard_ids):
                raise ValueError("shard_ids has one twice")
        return self


class DatabaseSection(_Section):
    """Where the state is kept."""

    url: Annotated[str, Field(repr=False)] = "sqlite:///longtable.db"  # it may have a password in it

    @field_validator("url")
    @classmethod
    def _names_an_engine(cls, value: str) -> str:
        if not re.fullmatch(r"sqlite:///.+|postgres(ql)?://.+", value):
            raise ValueError("must look like sqlite:///longtable.db or postgresql://user@host/name")
        return value


class MeetupsSection(_Section):
    """What holds for meetups where nobody has said otherwise."""

    tick_seconds: Annotated[float, Field(gt=0, le=3600)] = 2.0
    zone: Annotated[str, _checked(get_zone)] = "UTC"
    length: Annotated[str, _checked(check_length)] = "2h"
    pings: Annotated[str, _checked(parse_pings)] = "3d, 2h"
    sends_per_second: Annotated[int, Field(ge=1)] = 40


class ProblemsSection(_Section):
    """What holds for problem boards."""

    open_per_member: Annotated[int, Field(ge=1)] = 10
    shared_per_hour: Annotated[int, Field(ge=1)] = 3
    nudge_after: Annotated[str, _checked(parse_minutes)] = "5 days"
    ask_after: Annotated[str, _checked(parse_minutes)] = "1 week"
    digest: Annotated[str, _checked(parse_moment)] = "mon 9:00"
    key_file: str = "longtable.key"


class PlacesSection(_Section):
    """The list of cities."""

    file: str = "gazetteer.db"
    smallest_city: Literal[500, 1000, 5000, 15000] = 1000


def _complete_weights(values: dict[str, float]) -> dict[str, float]:
    """These weights, and for all others what they are without being set."""
    known = [one.name for one in fields(Weights)]
    for name in values:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f" (did you mean '{close[0]}'?)" if close else ""
            raise ValueError(f"there is no weight '{name}'{hint}")
    weights = Weights(**values)
    try:
        weights.check()
    except Refusal as refusal:
        raise ValueError(str(refusal)) from None
    return asdict(weights)


class CirclesSection(_Section):
    """How circles are found, and what holds for their life."""

    seconds: Annotated[float, Field(gt=0, le=600)] = 60.0
    answer_within: Annotated[str, _checked(parse_minutes)] = "4 days"
    poll_for: Annotated[str, _checked(parse_minutes)] = "3 days"
    ask_after: Annotated[str, _checked(parse_minutes)] = "2 weeks"
    length: Annotated[str, _checked(check_length)] = "2h"
    pings: Annotated[str, _checked(parse_pings)] = "2 days, 2h"
    weights: Annotated[dict[str, float], AfterValidator(_complete_weights)] = asdict(Weights())


def _check_public_url(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query):
        raise ValueError("an address such as https://meet.example.org, or empty")
    return url.rstrip("/")


class WebSection(_Section):
    """The web port: calendar feeds where `public_url` says how people reach them, and metrics."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=_LAST_PORT)] = 8080
    public_url: Annotated[str, AfterValidator(_check_public_url)] = ""
    metrics: bool = False


class PrivacySection(_Section):
    """After how long whoever has left is forgotten."""

    forget_members_after: Annotated[str, _checked(parse_minutes)] = "30 days"
    forget_servers_after: Annotated[str, _checked(parse_minutes)] = "30 days"


class BackupSection(_Section):
    """Copies of the database, made every night; without a folder there are none."""

    folder: str = ""
    at: Annotated[str, Field(pattern=r"^([01]?\d|2[0-3]):[0-5]\d$")] = "3:30"
    keep: Annotated[int, Field(ge=1, le=1000)] = 7


class LogSection(_Section):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class Config(_Section):
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

    @model_validator(mode="after")
    def _shards_have_room(self) -> Config:
        others = len(self.discord.shards) - 1
        if others and self.database.url.startswith("sqlite"):
            raise ValueError("several shards in one process need PostgreSQL, which they share")
        if self.web.port + others > _LAST_PORT:
            raise ValueError("web.port leaves no ports for the other shards")
        return self


def load_config(path: Path | str, environment: Mapping[str, str] | None = None) -> Config:
    """Read the file; DISCORD_TOKEN and DISCORD_TOKEN_FILE in the environment win over its token.

    A file that does not exist is an empty one. Raises ConfigError with every mistake.
    """
    path = Path(path)
    environment = os.environ if environment is None else environment
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax_mistake(path, str(error))]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path.name}: cannot be read: {error}"]) from None
    mistakes: list[str] = []
    config = Config()
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        mistakes += sorted((_mistake(path, text, detail) for detail in details), key=_line_number)
    token, token_mistake = _token(environment)
    if token_mistake:
        mistakes.append(token_mistake)
    if mistakes:
        raise ConfigError(mistakes)
    if token:
        section = config.discord.model_copy(update={"token": SecretStr(token)})
        config = config.model_copy(update={"discord": section})
    return config


def _token(environment: Mapping[str, str]) -> tuple[str, str]:
    """The token from the environment, and what is wrong with it; each empty if there is none."""
    if token := environment.get("DISCORD_TOKEN", "").strip():
        return token, ""
    if not (file := environment.get("DISCORD_TOKEN_FILE", "")):
        return "", ""
    try:
        token = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        return "", f"DISCORD_TOKEN_FILE: {file} cannot be read: {type(error).__name__}"
    return (token, "") if token else ("", f"DISCORD_TOKEN_FILE: {file} is empty")


def _syntax_mistake(path: Path, message: str) -> str:
    place = re.search(r" \(at line (\d+), column \d+\)$", message)
    if place is None:
        return f"{path.name}: {message}"
    return f"{path.name}:{place[1]}: {message[: place.start()]}"


def _line_number(mistake: str) -> int:
    number = mistake.split(":")[1]
    return int(number) if number.isdecimal() else 0


def _mistake(path: Path, text: str, detail: Any) -> str:
    keys = [str(key) for key in detail["loc"]]
    where = f"{path.name}:{_line_of(text, keys)}"
    name = ".".join(keys)
    if detail["type"] == "extra_forbidden":
        return f"{where}: unknown key '{name}'{_did_you_mean(keys)}"
    said = detail["msg"].removeprefix("Value error, ")
    return f"{where}: {name}: {said}" if name else f"{path.name}: {said}"


def _did_you_mean(keys: list[str]) -> str:
    fields = Config.model_fields
    if len(keys) > 1 and keys[0] in fields:
        section = fields[keys[0]].annotation
        fields = section.model_fields if isinstance(section, type) and issubclass(section, BaseModel) else {}
    close = get_close_matches(keys[-1], fields, n=1)
    return f" (did you mean '{close[0]}'?)" if close else ""


def _line_of(text: str, keys: list[str]) -> int:
    """The line on which a key stands; its section's line, or the first, where it is written otherwise."""
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
