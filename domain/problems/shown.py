"""What a problem's thread still shows of the time before its author changed title or tags.

Moderators change both in Discord, and the board takes that over. So it has to be told apart from the board's
own past, which Discord goes on telling until it shows the change, in whatever order its events come.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

_MOST_KEPT = 5  # changes that can be under way at once


@dataclass(frozen=True, slots=True)
class ShownBefore:
    """Titles, and keys of tags, that are the board's own past; false where there is none."""

    titles: tuple[str, ...] = ()
    tags: tuple[frozenset[str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.titles or self.tags)

    def with_title(self, title: str, following: str) -> ShownBefore:
        """Returns it with a title that the thread shows until the `following` one arrives."""
        if title == following:
            return self
        others = (one for one in self.titles if one not in {title, following})
        return replace(self, titles=(*others, title)[-_MOST_KEPT:])

    def with_tags(self, keys: Collection[str]) -> ShownBefore:
        """Returns it with tags that the post shows until those that replace them arrive."""
        others = (one for one in self.tags if one != set(keys))
        return replace(self, tags=(*others, frozenset(keys))[-_MOST_KEPT:])

    def after(self, title: str, keys: Collection[str] | None) -> ShownBefore:
        """Returns what is left once the thread shows this: nothing of what is past.

        `keys` are None where the thread has no tags, or they are not known.
        """
        return ShownBefore(
            self.titles if title in self.titles else (),
            self.tags if keys is None or frozenset(keys) in self.tags else (),
        )
