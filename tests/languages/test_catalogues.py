"""Every language says everything, with the same placeholders, and nothing that does not fit."""

from __future__ import annotations

import asyncio
import re
import string

import pytest
from babel.messages.catalog import Catalog, Message

from languages import CHOICES, ENGLISH, find_language, gettext, ngettext, use_language
from languages.catalogues import forms_of, load, read
from translations.messages import find_messages
from translations.places import find_limits

TRANSLATED = [language for language in CHOICES if language != ENGLISH]
Key = tuple[str | None, str]

_CODE = re.compile(r"`[^`]*`")
_COMMAND = re.compile(r"(?<![\w/])/[a-z]+ [a-z-]+", re.ASCII)
_STAND_IN = 12  # characters, for a placeholder where the room is small


@pytest.fixture(scope="module")
def template() -> Catalog:
    return asyncio.run(find_messages())


def key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def by_key(catalogue: Catalog) -> dict[Key, Message]:
    return {key(message): message for message in catalogue if message.id}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_everything_that_is_said_and_nothing_else(language: str, template: Catalog) -> None:
    wanted, found = by_key(template), by_key(read(language))
    assert wanted.keys() - found.keys() == set(), "missing: ./dev translate adds them"
    assert found.keys() - wanted.keys() == set(), "nobody says these any more: ./dev translate drops them"
    assert [message.id for message in found.values() if not all(forms_of(message))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_commands_and_examples_are_the_same_in_every_form(language: str) -> None:
    for message in by_key(read(language)).values():
        *_, original = [message.id] if isinstance(message.id, str) else message.id
        for form in forms_of(message):
            count = {"count:"} if message.pluralizable else set()  # “one person” has no number in it
            assert set(fields(form)) | count == set(fields(original)) | count, form
            assert sorted(_CODE.findall(form)) == sorted(_CODE.findall(original)), form
            assert sorted(_COMMAND.findall(form)) == sorted(_COMMAND.findall(original)), form
            assert form.count("\n") == original.count("\n"), form
            assert form == form.strip(), form


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_of_the_language_is_there(language: str) -> None:
    catalogue = read(language)
    for message in by_key(catalogue).values():
        if message.pluralizable:
            assert len(forms_of(message)) == catalogue.num_plurals


@pytest.mark.parametrize("language", CHOICES)
def test_everything_fits_into_its_place(language: str) -> None:
    """Labels, titles, hints: what the code puts into a place that Discord keeps small."""
    limits = find_limits()
    assert len(limits) > 200
    translations = load(language)
    for text, most in limits.items():
        said = translations.gettext(text)
        filled = len(re.sub(r"\{[^}]*\}", "x" * _STAND_IN, said))
        assert filled <= most, f"{filled} of {most}: {said}"


@pytest.mark.parametrize("language", CHOICES)
def test_no_message_is_longer_than_a_message_of_discord(language: str, template: Catalog) -> None:
    for _, text in by_key(template):
        assert len(load(language).gettext(text)) <= 2000


def fields(text: str) -> list[str]:
    """The placeholders, each with its format."""
    return [f"{name}:{spec}" for _, name, spec, _ in string.Formatter().parse(text) if name is not None]


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de", "de"),
        ("es-ES", "es"),
        ("es-419", "es"),
        ("pt-BR", "pt_BR"),
        ("en-GB", "en"),
        ("ja", "ja"),
        ("it", None),
        ("zh-CN", None),
    ],
)
def test_discords_locales_lead_to_languages(locale: str, language: str | None) -> None:
    assert find_language(locale) == language


def test_plurals_follow_the_language() -> None:
    def days(count: int) -> str:
        return ngettext("{count} day", "{count} days", count)

    assert (days(0), days(1), days(2)) == ("0 days", "1 day", "2 days")
    with use_language("fr"):
        assert (days(0), days(1), days(2)) == ("0 jour", "1 jour", "2 jours")
    with use_language("ja"):
        assert (days(1), days(2)) == ("1 日", "2 日")


def test_commands_are_called_in_texts_what_they_are_called_in_discord() -> None:
    text = "No two times suit several members. Give some yourself, with `times:`."
    with use_language("de"):
        assert "`zeiten:`" in gettext(text)
        assert "/treffen antworten" in gettext("React with ✅ 🤔 ❌, or use /meetup rsvp")
    with use_language("ja"):
        assert "/集まり 回答 を" in gettext("React with ✅ 🤔 ❌, or use /meetup rsvp")
        channel = (
            "The channel of the problem board is gone. An organiser can choose another with `/longtable set`."
        )
        assert "`/longtable 設定`" in gettext(channel)
        assert "`時間:`" in gettext(text)


def test_what_people_write_is_never_taken_for_a_placeholder() -> None:
    with use_language("de"):
        assert gettext("That was {title}", title="{count} {0} %s") == "Das war {count} {0} %s"
    assert gettext("no such message {at} all") == "no such message {at} all"
    assert gettext("") == ""
