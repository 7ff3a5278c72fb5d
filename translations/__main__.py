"""`./dev translate`: brings the catalogues up to what the code says, and tells what is to be written."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from languages import CHOICES, ENGLISH
from languages.catalogues import forms_of, read
from translations.messages import ROOT, find_messages

_FOLDER = ROOT / "languages"
_HEADER = """\
# {name}: what Longtable says. Commands and options are called here as in the code; people read their names.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def main() -> None:
    """Adds to every catalogue what is new, and drops what nobody says any more; keeps what is written."""
    template = asyncio.run(find_messages())
    for language in CHOICES:
        if language != ENGLISH:
            missing = update(language, template, _FOLDER / f"{language}.po")
            print(f"{language}: {len(template)} messages, {missing} to be written")


def update(language: str, template: Catalog, path: Path) -> int:
    """Rewrites a language's catalogue; returns how many messages have no translation in it yet."""
    catalogue = read(language) if path.exists() else Catalog(locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    written = io.BytesIO()
    write_po(written, catalogue, width=100, omit_header=True, ignore_obsolete=True, include_lineno=False)
    header = _HEADER.format(name=CHOICES[language], language=language, plurals=catalogue.plural_forms)
    path.write_bytes(header.encode() + written.getvalue())
    return sum(not all(forms_of(message)) for message in catalogue if message.id)


if __name__ == "__main__":
    main()
