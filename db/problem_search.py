"""Full text over problems: what is put into the index, and what is asked of it.

The index holds, for each problem, words that begin with what they are: `a` a word from anywhere, `t` one
from the title, `s` its stage, `m` a tag. Every word goes on with the guild, so that a guild's lists are as
short as its own problems, however many guilds there are; and it is spelt in ASCII letters and digits alone,
so that nothing in it can be syntax, whatever was typed. The index finds the matches that were touched last;
ranking is not its business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from db import problem_index
from db.connection import Connection, Row
from db.problem_index import WantedWord
from db.shards import OURS
from db.values import from_ms
from domain.ids import ProblemId
from domain.problems.problem import Problem, Proposal
from domain.problems.ranking import MOST_COUNTED, Document, Scope, Term
from domain.problems.tags import tag_key
from domain.problems.words import text_words

_PROPOSALS_LENGTH = 20_000  # characters of all proposals to a problem that are indexed
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_GUILD_LENGTH = 13  # 64 bits in base 36


def index_problem(connection: Connection, problem: Problem, proposals: Sequence[Proposal]) -> None:
    """Makes the problem findable as it is now."""
    unindex_problem(connection, problem.id)
    _index(connection, problem, proposals, problem_index.next_rowid(connection))


def list_outdated(connection: Connection, limit: int) -> list[ProblemId]:
    """Returns at most `limit` problems of which the words were split by an older rule."""
    rows = connection.execute(
        f"SELECT problem_id FROM problem_words WHERE is_outdated = 1 AND {OURS} ORDER BY place LIMIT :limit",
        {"limit": limit},
    )
    return [ProblemId(row["problem_id"]) for row in rows]


def renew_words(connection: Connection, problem: Problem, proposals: Sequence[Proposal]) -> None:
    """Splits the problem's words anew and leaves it at its place: nobody has touched it."""
    row = connection.execute(
        "SELECT place FROM problem_words WHERE problem_id = :id", {"id": problem.id}
    ).fetchone()
    if row is not None:
        unindex_problem(connection, problem.id)
        _index(connection, problem, proposals, row["place"])


def _index(connection: Connection, problem: Problem, proposals: Sequence[Proposal], place: int) -> None:
    details = problem.details
    texts = "\n".join(proposal.text for proposal in proposals)[:_PROPOSALS_LENGTH]
    row = {
        "problem_id": problem.id,
        "guild_id": problem.guild_id,
        "place": place,
        "title": _joined(text_words(details.title)),
        "body": _joined(text_words(f"{details.wants}\n{details.tried}\n{' '.join(details.tags)}")),
        "proposals": _joined(text_words(texts)),
        "marks": _joined([f"s{problem.stage}", *(f"m{_spelt(tag_key(tag))}" for tag in details.tags)]),
    }
    inserted = connection.execute(
        """
        INSERT INTO problem_words (problem_id, guild_id, place, title, body, proposals, marks)
        VALUES (
            :problem_id, :guild_id, :place, :title, :body, :proposals, :marks
        )
        RETURNING *
        """,
        row,
    ).fetchone()
    problem_index.put(connection, place, _entry(inserted))


def unindex_problem(connection: Connection, problem_id: ProblemId) -> None:
    """Removes the problem from the index."""
    row = connection.execute(
        "DELETE FROM problem_words WHERE problem_id = :id RETURNING *", {"id": problem_id}
    ).fetchone()
    if row is not None:
        problem_index.drop(connection, row["place"], _entry(row))


def reindex(connection: Connection) -> None:
    """Fills an empty index from the words that are kept."""
    rows = connection.execute("SELECT * FROM problem_words").fetchall()
    for row in rows:
        problem_index.put(connection, row["place"], _entry(row))
    problem_index.skip_rowids_to(connection, max((row["place"] for row in rows), default=0))


def find_with_all(
    connection: Connection, scope: Scope, terms: Sequence[Term], limit: int, *, is_loose: bool
) -> list[Document]:
    """Returns the newest problems that have every term: at most `limit` in the title, and `limit` anywhere.

    `is_loose` finds other forms of a word, too, at the price of reading all their lists.
    """
    marks = _marks(scope)
    found: dict[int, Document] = {}
    for kind in "ta":
        wanted = [*marks, *(_wanted(kind, scope.guild_id, term, is_loose=is_loose) for term in terms)]
        found |= _find(connection, wanted, limit)
    return list(found.values())


def find_with_any(connection: Connection, scope: Scope, terms: Sequence[Term], limit: int) -> list[Document]:
    """Returns for every term the newest problems that have it.

    That is at most `limit` with it in the title, and at most `limit` with it anywhere.
    """
    marks = _marks(scope)
    found: dict[int, Document] = {}
    for term in terms:
        for kind in "ta":
            wanted = [*marks, _wanted(kind, scope.guild_id, term, is_loose=True)]
            found |= _find(connection, wanted, limit)
    return list(found.values())


def count_with(connection: Connection, guild_id: int, terms: Iterable[Term]) -> dict[str, int]:
    """Returns in how many of the guild's problems each term's very word is; counts up to a thousand."""
    counts = {}
    for term in terms:
        row = connection.execute(
            f"SELECT count(*) AS found FROM ({problem_index.matching(connection)} LIMIT :most) AS matches",
            {
                "wanted": problem_index.all_of(connection, [_wanted("a", guild_id, term, is_loose=False)]),
                "most": MOST_COUNTED,
            },
        ).fetchone()
        counts[term.word] = row["found"]
    return counts


def count_problems(connection: Connection, guild_id: int) -> int:
    """Returns how many problems of the guild can be found; counts up to a thousand."""
    row = connection.execute(
        """
        SELECT count(*) AS found
        FROM (SELECT 1 FROM problem_words WHERE guild_id = :id LIMIT :most) AS known
        """,
        {"id": guild_id, "most": MOST_COUNTED},
    ).fetchone()
    found: int = row["found"]
    return found


def _find(connection: Connection, wanted: Sequence[WantedWord], limit: int) -> dict[int, Document]:
    # The limit stands inside, so that no more rows than it are ever joined.
    rows = connection.execute(
        f"""
        SELECT problem_words.*, problems.state, problems.created_at,
            (SELECT count(*) FROM votes WHERE subject_id = problems.id) AS votes
        FROM (
            {problem_index.matching(connection)} ORDER BY place DESC LIMIT :limit
        ) AS matches
        JOIN problem_words ON problem_words.place = matches.place
        JOIN problems ON problems.id = problem_words.problem_id
        """,
        {"wanted": problem_index.all_of(connection, wanted), "limit": limit},
    )
    return {row["place"]: _document(row) for row in rows}


def _document(row: Row) -> Document:
    return Document(
        problem_id=ProblemId(row["problem_id"]),
        title=f" {row['title']} ",
        body=f" {row['body']} ",
        proposals=f" {row['proposals']} ",
        is_solved=row["state"] == "solved",
        votes=row["votes"],
        created_at=from_ms(row["created_at"]),
    )


def _joined(words: Collection[str]) -> str:
    return " ".join(dict.fromkeys(words))


def _entry(row: Row) -> list[str]:
    """Returns the words that the index reads of a row of problem_words."""
    guild = _guild(row["guild_id"])
    title = row["title"].split()
    anywhere = dict.fromkeys([*title, *row["body"].split(), *row["proposals"].split()])
    words = [f"a{guild}{_spelt(word)}" for word in anywhere] + [f"t{guild}{_spelt(word)}" for word in title]
    return words + [f"{mark[0]}{guild}{mark[1:]}" for mark in row["marks"].split()]


def _wanted(kind: str, guild_id: int, term: Term, *, is_loose: bool) -> WantedWord:
    """Returns the word itself, or whatever starts with its stem."""
    start = f"{kind}{_guild(guild_id)}"
    if term.is_exact or (not is_loose and not term.is_unfinished):
        return WantedWord(f"{start}{_spelt(term.word)}")
    return WantedWord(f"{start}{_spelt(term.stem)}", is_start=True)


def _marks(scope: Scope) -> list[WantedWord]:
    guild = _guild(scope.guild_id)
    wanted = [WantedWord(f"s{guild}{scope.stage}")] if scope.stage else []
    return wanted + ([WantedWord(f"m{guild}{_spelt(tag_key(scope.tag))}")] if scope.tag else [])


def _guild(guild_id: int) -> str:
    digits = ""
    for _ in range(_GUILD_LENGTH):
        guild_id, digit = divmod(guild_id, 36)
        digits = _DIGITS[digit] + digits
    return digits


def _spelt(word: str) -> str:
    """Returns the word in ASCII letters and digits; what starts with it is spelt with a start like it."""
    return "".join(char if char in _DIGITS and char != "z" else _escaped(char) for char in word)


def _escaped(char: str) -> str:
    return "zz" if char == "z" else f"z{ord(char):06x}"
