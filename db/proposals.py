"""Rows of proposals, and who helped with them."""

from __future__ import annotations

from db.connection import Connection, Row
from db.values import from_ms, to_ms
from domain.ids import ProblemId, ProposalId
from domain.problems.helper import Helper
from domain.problems.problem import Proposal, ProposalOutcome, ReplySource

_PROPOSAL = """
    SELECT proposals.*, (SELECT count(*) FROM votes WHERE subject_id = proposals.id) AS votes FROM proposals
"""

BY_OTHERS = """
    proposals.author_id <> 0 AND CASE
        WHEN problems.author_id IS NOT NULL THEN problems.author_id <> proposals.author_id
        ELSE problems.has_author_left = 1
    END
"""
"""The condition on a problem and a proposal to it that the proposal counts for whoever made it.

It is not to one's own problem. Of an anonymous problem nobody may learn whether it is: were the author's own
proposals left out there and others' counted, a count that does not grow would name the author; were all
counted, three anonymous problems would make a helper of whoever answers themselves. So none to an anonymous
problem counts, whoever accepted or liked it: what everybody can see decides, and no key is asked. A problem
without an author who has left was shared under a name that is erased; whatever they proposed is nobody's.
"""


def insert_proposal(connection: Connection, proposal: Proposal) -> bool:
    """Inserts a new proposal; returns False where it is there already, or one from the same reply is."""
    source = proposal.source
    cursor = connection.execute(
        """
        INSERT INTO proposals
            (id, problem_id, author_id, text, source_channel_id, source_message_id, created_at)
        VALUES (:id, :problem_id, :author_id, :text, :source_channel_id, :source_message_id, :now)
        ON CONFLICT DO NOTHING
        """,
        {
            "id": proposal.id,
            "problem_id": proposal.problem_id,
            "author_id": proposal.author_id,
            "text": proposal.text,
            "source_channel_id": source.channel_id if source else None,
            "source_message_id": source.message_id if source else None,
            "now": to_ms(proposal.created_at),
        },
    )
    return cursor.rowcount == 1


def find_proposal(connection: Connection, problem_id: ProblemId, id_: ProposalId) -> Proposal | None:
    """Returns the problem's proposal; None where it has none of this id."""
    row = connection.execute(
        f"{_PROPOSAL} WHERE id = :id AND problem_id = :problem_id", {"id": id_, "problem_id": problem_id}
    ).fetchone()
    return _proposal(row) if row else None


def load_proposal(connection: Connection, id_: ProposalId) -> Proposal | None:
    """Returns the proposal, whichever problem it is for, for the bot's own work; None where there is none."""
    row = connection.execute(f"{_PROPOSAL} WHERE id = :id", {"id": id_}).fetchone()
    return _proposal(row) if row else None


def find_by_message(connection: Connection, message_id: int) -> Proposal | None:
    """Returns the proposal that this message of the bot shows; None where it shows none."""
    row = connection.execute(f"{_PROPOSAL} WHERE message_id = :id", {"id": message_id}).fetchone()
    return _proposal(row) if row else None


def list_proposals(connection: Connection, problem_id: ProblemId) -> list[Proposal]:
    """Returns the problem's proposals, the most liked first, of those the oldest."""
    rows = connection.execute(
        f"{_PROPOSAL} WHERE problem_id = :id ORDER BY votes DESC, created_at, id", {"id": problem_id}
    )
    return [_proposal(row) for row in rows]


def set_message(connection: Connection, id_: ProposalId, message_id: int) -> None:
    """Stores the message that shows the proposal."""
    connection.execute(
        "UPDATE proposals SET message_id = :message_id WHERE id = :id", {"id": id_, "message_id": message_id}
    )


def save_text(connection: Connection, proposal: Proposal, text: str, *, is_edited: bool) -> bool:
    """Stores what its author makes of the proposal.

    Returns False, and stores nothing, where its text has changed since `proposal` was read.
    """
    cursor = connection.execute(
        """
        UPDATE proposals SET text = :text, is_edited = :is_edited, revision = revision + 1
        WHERE id = :id AND revision = :revision
        """,
        {"id": proposal.id, "text": text, "is_edited": int(is_edited), "revision": proposal.revision},
    )
    return cursor.rowcount == 1


def set_outcome(connection: Connection, id_: ProposalId, outcome: ProposalOutcome | None) -> None:
    """Stores whether the proposal worked; None for not known."""
    connection.execute(
        "UPDATE proposals SET outcome = :outcome WHERE id = :id", {"id": id_, "outcome": outcome}
    )


def has_failed(connection: Connection, problem_id: ProblemId) -> bool:
    """Returns whether a proposal to the problem was accepted once and did not work."""
    found = connection.execute(
        "SELECT 1 FROM proposals WHERE problem_id = :id AND outcome = :no LIMIT 1",
        {"id": problem_id, "no": ProposalOutcome.NO},
    )
    return found.fetchone() is not None


def list_since(connection: Connection, problem_id: ProblemId, since_ms: int) -> list[Proposal]:
    """Returns the problem's proposals made at `since_ms` or later, the oldest first."""
    rows = connection.execute(
        f"{_PROPOSAL} WHERE problem_id = :id AND created_at >= :since ORDER BY created_at, id",
        {"id": problem_id, "since": since_ms},
    )
    return [_proposal(row) for row in rows]


def has_proposed(connection: Connection, guild_id: int, user_id: int) -> bool:
    """Returns whether the member has made a proposal to any of the guild's problems."""
    found = connection.execute(
        """
        SELECT 1 FROM proposals JOIN problems ON problems.id = proposals.problem_id
        WHERE proposals.author_id = :user_id AND problems.guild_id = :guild_id LIMIT 1
        """,
        {"user_id": user_id, "guild_id": guild_id},
    )
    return found.fetchone() is not None


def delete_proposal(connection: Connection, id_: ProposalId) -> None:
    """Deletes the proposal and the votes for it."""
    connection.execute("DELETE FROM votes WHERE subject_id = :id", {"id": id_})
    connection.execute("DELETE FROM proposals WHERE id = :id", {"id": id_})


def list_helpers(connection: Connection, guild_id: int, since_ms: int, limit: int) -> list[Helper]:
    """Returns at most `limit` members whose proposals to others' problems were accepted or liked.

    Proposals count that were made at `since_ms` or later, to problems as BY_OTHERS says. Those with the
    most accepted proposals come first, then those with the most votes.
    """
    rows = connection.execute(
        f"""
        SELECT proposals.author_id,
            sum(CASE WHEN problems.accepted_id = proposals.id THEN 1 ELSE 0 END) AS accepted,
            sum((SELECT count(*) FROM votes WHERE subject_id = proposals.id)) AS votes
        FROM problems JOIN proposals ON proposals.problem_id = problems.id
        WHERE problems.guild_id = :guild_id AND problems.state <> 'removed'
            AND proposals.created_at >= :since AND {BY_OTHERS}
        GROUP BY proposals.author_id
        HAVING sum(CASE WHEN problems.accepted_id = proposals.id THEN 1 ELSE 0 END) > 0
            OR sum((SELECT count(*) FROM votes WHERE subject_id = proposals.id)) > 0
        ORDER BY accepted DESC, votes DESC, proposals.author_id LIMIT :limit
        """,
        {"guild_id": guild_id, "since": since_ms, "limit": limit},
    )
    return [Helper(row["author_id"], row["accepted"], row["votes"]) for row in rows]


def map_solved_tags(connection: Connection, guild_id: int) -> dict[int, set[str]]:
    """Returns, by user id, the tags of others' problems that the member's proposals solved.

    Which count as others' says BY_OTHERS.
    """
    rows = connection.execute(
        f"""
        SELECT DISTINCT proposals.author_id, problem_tags.tag
        FROM problems
        JOIN proposals ON proposals.id = problems.accepted_id
        JOIN problem_tags ON problem_tags.problem_id = problems.id
        WHERE problems.guild_id = :guild_id AND problems.state = 'solved' AND {BY_OTHERS}
        """,
        {"guild_id": guild_id},
    )
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row["author_id"], set()).add(row["tag"])
    return found


def _proposal(row: Row) -> Proposal:
    source = None
    if row["source_message_id"] is not None:
        source = ReplySource(row["source_channel_id"], row["source_message_id"])
    return Proposal(
        id=ProposalId(row["id"]),
        problem_id=ProblemId(row["problem_id"]),
        author_id=row["author_id"],
        text=row["text"],
        created_at=from_ms(row["created_at"]),
        source=source,
        message_id=row["message_id"],
        outcome=ProposalOutcome(row["outcome"]) if row["outcome"] else None,
        votes=row["votes"],
        revision=row["revision"],
        is_edited=bool(row["is_edited"]),
    )
