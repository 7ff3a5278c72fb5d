"""Exceptions whose message is an answer that says no."""

from __future__ import annotations


class Refusal(Exception):
    """A no that is told to the member in a private reply: what is wrong and what to do instead.

    The message is one or two friendly sentences in the member's language, shown as they stand.
    Raising it inside a transaction rolls that transaction back.
    """


class Unavailable(Refusal):
    """A refusal because the database cannot be reached; the operator has to hear of it."""


class NotSaved(Unavailable):
    """A refusal because the database could not store what was asked (locked, full, read-only, gone)."""
