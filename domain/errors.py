"""Answers that say no."""

from __future__ import annotations


class Refusal(Exception):
    """An ordinary, private reply: what is wrong and what to do instead.

    The message is one or two friendly sentences in plain English, shown to the member as it stands.
    Raising it inside a transaction rolls that transaction back.
    """


class Unavailable(Refusal):
    """The database cannot be asked (its server is gone); the operator must hear of it."""


class NotSaved(Unavailable):
    """The database could not keep what was asked (locked, full, read-only, gone)."""
