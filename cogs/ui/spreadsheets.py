"""Files that spreadsheets open. No I/O."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from domain.text import on_one_line

_BEGINS_A_FORMULA = tuple("=+-@＝＋－＠")
_AS_TEXT = "'"  # what spreadsheets put before a cell that is no formula


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Returns the rows as CSV that spreadsheets read as it is: as Unicode, and every cell as text.

    Every cell is quoted, so that where a semicolon parts cells, none in a cell does.
    """
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _as_text(cell: str) -> str:
    """Returns the cell on one line, and such that no spreadsheet takes it for a formula to be worked out."""
    line = on_one_line(cell)
    return _AS_TEXT + line if line.startswith(_BEGINS_A_FORMULA) else line
