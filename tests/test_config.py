"""config.toml: typed, complete, and every mistake at once with its line."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from config import Config, ConfigError, load_config

ROOT = Path(__file__).parent.parent


def _load(folder: Path, text: str, **environment: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, environment)


def _mistakes(folder: Path, text: str, **environment: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        _load(folder, text, **environment)
    return caught.value.mistakes


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path / "config.toml", {}) == Config()


def test_a_link_that_leads_nowhere_is_no_missing_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").symlink_to(tmp_path / "nowhere.toml")
    with pytest.raises(ConfigError, match="does not exist: look at where its link leads"):
        load_config(tmp_path / "config.toml", {})


def test_the_example_shows_every_setting_with_its_default() -> None:
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    uncommented = "\n".join(line.removeprefix("#: ") for line in text.splitlines())
    values = tomllib.loads(uncommented)
    assert {name: set(section) for name, section in values.items()} == {
        one.name: {each.name for each in fields(getattr(Config(), one.name))} for one in fields(Config)
    }
    assert load_config(ROOT / "config.example.toml", {}) == Config()


def test_every_mistake_is_reported_with_its_line_and_what_was_meant(tmp_path: Path) -> None:
    text = (
        '[discord]\ntoken = "secret-token"\n\n[meetups]\nzone = "Mars/Olympus"\ntick_secnds = 2\n'
        'length = "400h"\npings = "soon"\n\n[databse]\nurl = "x"\n\n[web]\nport = "many"\n\n'
        '[database]\nurl = "mysql://x"\n\n[log]\nlevel = "loud"\n\n[discord.extra]\nx = 1\n'
    )
    mistakes = _mistakes(tmp_path, text)
    assert [mistake.split(":")[1] for mistake in mistakes] == [
        "5",
        "6",
        "7",
        "8",
        "10",
        "14",
        "17",
        "20",
        "22",
    ]
    assert mistakes[1] == "config.toml:6: unknown key 'meetups.tick_secnds' (did you mean 'tick_seconds'?)"
    assert mistakes[4] == "config.toml:10: unknown key 'databse' (did you mean 'database'?)"
    assert "secret-token" not in "".join(mistakes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = = 1", "config.toml:1: "),
        ("[discord]\n[discord]", "config.toml:2: "),
        ("discord.shard_ids = [1]", "shard_ids needs shard_count"),
        ("discord.shard_count = 2\ndiscord.shard_ids = [5]", "below shard_count"),
        ("discord.shard_count = 2\ndiscord.shard_ids = []", "below shard_count"),
        ("discord.shard_count = 2\ndiscord.shard_ids = [1, 1]", "has one twice"),
        (
            "discord.shard_count = 2\ndiscord.shard_ids = [0, 1]",
            "several shards in one process need PostgreSQL",
        ),
        (
            "discord.shard_count = 2\ndiscord.shard_ids = [0, 1]\nweb.port = 65535\n"
            'database.url = "postgresql://host/name"',
            "no ports for the other shards",
        ),
        ('discord.api_url = "discord"', "must start with http"),
        ("meetups.tick_seconds = -1", "config.toml:1: meetups.tick_seconds"),
        ("nonsense = 1", "unknown key 'nonsense'"),
        ("discord = 5", "config.toml:1: discord"),
        ('a = "unfinished', "config.toml"),
        ("[[discord]]\ntest_guild = 1", "config.toml:1: discord: is a section, [discord]"),
        ("discord.members_intent = 1", "discord.members_intent: Expected `bool`, got `int`"),
        ("meetups.tick_seconds = nan", "meetups.tick_seconds: Expected `float` > 0"),
        ("places.smallest_city = 700", "must be one of 500, 1000, 5000, 15000"),
        ("places.smallest_city = 500.0", "Expected `int`, got `float`"),
        ('problems.key_file = ""', "problems.key_file: must not be empty"),
        ('places.file = " "', "places.file: must not be empty"),
        ('web.host = ""', "web.host: must not be empty"),
        ('places.file = "longtable.key"', "problems.key_file and places.file name the same file"),
        ('places.file = "./longtable.db"', "places.file and database.url name the same file"),
        ('backup.at = "3:30\\n"', "backup.at: a time of the day such as 3:30"),
        ("[circles.weights]\nisolatoin = 1", "(did you mean 'isolation'?)"),
        ('[circles]\n[circles.weights]\nrepeat = "x"', "config.toml:3: circles.weights.repeat: Expected"),
        ("[circles.weights]\nrepeat = -1", "circles: The weight repeat must be a number from 0 to 1000"),
    ],
)
def test_mistakes_one_at_a_time(tmp_path: Path, text: str, said: str) -> None:
    assert said in _mistakes(tmp_path, text)[0]


def test_a_file_that_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "config.toml", {})


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from-file\n")
    text = '[discord]\ntoken = "from-config"'
    assert _load(tmp_path, text).discord.token == "from-config"
    config = _load(tmp_path, text, DISCORD_TOKEN_FILE=str(file))
    assert config.discord.token == "from-file"
    config = _load(tmp_path, text, DISCORD_TOKEN_FILE=str(file), DISCORD_TOKEN="from-variable")
    assert config.discord.token == "from-variable"


@pytest.mark.parametrize(
    "pasted",
    [
        "\ufeffabc.D-e_f.g",
        "abc.D-e_f.g\r\n",
        '"abc.D-e_f.g"',
        "'abc.D-e_f.g' ",
        "“abc.D-e_f.g”",
        "Bot abc.D-e_f.g",
        '"bot abc.D-e_f.g"',
        '\ufeffDISCORD_TOKEN="Bot abc.D-e_f.g"\r\n',
        "\n\nabc.D-e_f.g\u200b",
    ],
)
def test_a_token_is_found_in_what_was_pasted_around_it(tmp_path: Path, pasted: str) -> None:
    file, token = tmp_path / "token", "abc.D-e_f.g"
    file.write_bytes(pasted.encode())
    assert _load(tmp_path, "", DISCORD_TOKEN=pasted).discord.token == token
    assert _load(tmp_path, "", DISCORD_TOKEN_FILE=f"{file}\r").discord.token == token
    assert _load(tmp_path, f"discord.token = {json.dumps(pasted)}").discord.token == token
    file.write_bytes(f"{token}\r\n".encode("utf-16"))
    assert _load(tmp_path, "", DISCORD_TOKEN_FILE=str(file)).discord.token == token


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("first.secret\nsecond.secret", "a space or a line break in it"),
        ("put your secret here", "a space or a line break in it"),
        ("first.secret\r\n\r\nsecond.secret\r\n", "a space or a line break in it"),
        ("secret…secret", "a character in it that no token has"),
        ("<secret>", "a character in it that no token has"),
    ],
)
def test_what_can_be_no_token_is_a_mistake_that_does_not_tell_it(
    tmp_path: Path, pasted: str, said: str
) -> None:
    file = tmp_path / "token"
    file.write_bytes(pasted.encode())
    for place, mistakes in (
        ("DISCORD_TOKEN has", _mistakes(tmp_path, "", DISCORD_TOKEN=pasted)),
        (f"DISCORD_TOKEN_FILE: {file} has", _mistakes(tmp_path, "", DISCORD_TOKEN_FILE=str(file))),
        ("config.toml:1: discord.token", _mistakes(tmp_path, f"discord.token = {json.dumps(pasted)}")),
    ):
        (mistake,) = mistakes
        assert mistake.startswith(place)
        assert said in mistake
        assert "secret" not in mistake


def test_a_file_from_windows_is_read_as_it_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbf[discord]\r\ntoken = "abc"\r\n[log]\r\nlevel = "loud"\r\n')
    with pytest.raises(ConfigError) as caught:
        load_config(path, {})
    assert caught.value.mistakes[0].startswith("config.toml:4: log.level")
    path.write_bytes(path.read_bytes().replace(b"loud", b"debug"))
    assert load_config(path, {}).discord.token == "abc"
    path.write_text("[log]\n", encoding="utf-16")
    with pytest.raises(ConfigError, match="save it as UTF-8"):
        load_config(path, {})


def test_a_token_file_that_is_missing_or_empty_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text(" \n")
    assert "is empty" in _mistakes(tmp_path, "", DISCORD_TOKEN_FILE=str(tmp_path / "empty"))[0]
    assert "cannot be read" in _mistakes(tmp_path, "", DISCORD_TOKEN_FILE=str(tmp_path / "none"))[0]


def test_the_password_of_a_database_is_never_printed(tmp_path: Path) -> None:
    config = _load(tmp_path, '[database]\nurl = "postgresql://u:very-secret@h/x"\n')
    assert "very-secret" not in f"{config!r} {config} {config.database!r}"
    (mistake,) = _mistakes(tmp_path, '[database]\nurl = "mysql://u:very-secret@h/x"\n')
    assert "postgresql://" in mistake
    assert "very-secret" not in mistake


def test_the_token_is_never_printed(tmp_path: Path) -> None:
    config = _load(tmp_path, "", DISCORD_TOKEN="very-secret")
    assert "very-secret" not in f"{config!r} {config} {config.discord!r}"
