"""The languages there are, and their catalogues."""

from __future__ import annotations

import io
import re
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ENGLISH = "en"
CHOICES = {
    ENGLISH: "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "pt_BR": "Português (Brasil)",
    "ja": "日本語",
}
"""The name of each language in itself, by its code."""

COMMAND_NAME, OPTION_NAME = "command name", "option name"
_FOLDER = Path(__file__).parent
_COMMAND = re.compile(r"(?<![\w/])/([a-z]+)(?: ([a-z-]+)(?: ([a-z_]+):)?)?(?![\w/])", re.ASCII)
_OPTION = re.compile(r"`([a-z_]+):`")


@cache
def find_language(tag: str) -> str | None:
    """Returns the language for a locale of Discord's, such as `es-419`; None where there is none."""
    exact = tag.replace("-", "_")
    if exact in CHOICES:
        return exact
    plain = exact.partition("_")[0]
    return next((code for code in CHOICES if code.partition("_")[0] == plain), None)


@cache
def load(language: str) -> NullTranslations:
    """Returns the translations of a language, read once; none for English, which is in the code."""
    if language == ENGLISH:
        return NullTranslations()
    catalogue = read(language)
    for message in catalogue:
        if message.id:
            message.string = _call_commands(catalogue, message)
    written = io.BytesIO()
    write_mo(written, catalogue)
    written.seek(0)
    return GNUTranslations(written)


def read(language: str) -> Catalog:
    """Returns the catalogue of a language as it is in its file."""
    with (_FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def translate_name(name: str, language: str, kind: str) -> str:
    """Returns what a command or an option is called in a language; its English name where it has no other.

    `kind` is COMMAND_NAME or OPTION_NAME.
    """
    return load(language).pgettext(kind, name)


def forms_of(message: Message) -> tuple[str, ...]:
    """Returns the translations of a message: one text, or one for each plural form."""
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


def _call_commands(catalogue: Catalog, message: Message) -> str | tuple[str, ...]:
    """Returns the translation with translated names of commands and options.

    Catalogues name them as the code does, so that a name is translated in one place; people read what they
    can type.
    """
    called = tuple(_call_in(catalogue, form) for form in forms_of(message))
    return called if message.pluralizable else called[0]


def _call_in(catalogue: Catalog, text: str) -> str:
    def name(word: str, kind: str) -> str:
        message = catalogue.get(word, kind)
        return str(message.string) if message is not None and message.string else word

    def command(found: re.Match[str]) -> str:
        words = [name(word, COMMAND_NAME) for word in found.groups()[:2] if word]
        option = [f"{name(found[3], OPTION_NAME)}:"] if found[3] else []
        return f"/{' '.join([*words, *option])}"

    return _OPTION.sub(lambda found: f"`{name(found[1], OPTION_NAME)}:`", _COMMAND.sub(command, text))
