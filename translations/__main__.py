"""`./dev translate`: bring the catalogues up to what the code says, and tell what is still to be written."""

from __future__ import annotations

import asyncio
import io

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from languages import CHOICES, ENGLISH
from translations.messages import ROOT, find_messages

_FOLDER = ROOT / "languages"


def main() -> None:
    """Add what is new, drop what nobody says any more, and keep what is written."""
    template = asyncio.run(find_messages())
    for language in CHOICES:
        if language != ENGLISH:
            missing = update(language, template)
            print(f"{language}: {len(template)} messages, {missing} to be written")


def update(language: str, template: Catalog) -> int:
    """Rewrite the catalogue of a language; how many messages have no translation in it yet."""
    path = _FOLDER / f"{language}.po"
    catalogue = Catalog(locale=language, project="Longtable", charset="utf-8")
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    written = io.BytesIO()
    write_po(written, catalogue, width=100, omit_header=False, ignore_obsolete=True, include_lineno=False)
    path.write_bytes(written.getvalue())
    return sum(not message.string or not all(_forms(message.string)) for message in catalogue if message.id)


def _forms(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


if __name__ == "__main__":
    main()
