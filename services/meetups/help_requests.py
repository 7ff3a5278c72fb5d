"""Help requests: members who come and have solved a problem like one on the agenda are asked about it."""

from __future__ import annotations

from dataclasses import replace

from db import agendas, posts, problems, profiles, proposals
from domain.meetups.help_requests import match_helpers
from domain.meetups.meetup import Session
from domain.meetups.seating_plan import TableProblem
from domain.posts import Post
from domain.problems.problem import Problem, ProblemState
from domain.problems.tags import tag_key
from services.transaction import Transaction


def add_helpers(tx: Transaction, post: Post, session: Session) -> Post:
    """Returns the post with whom it asks about which problem, and stores that; nobody where none fits."""
    guild_id = session.meetup.guild_id
    on_agenda = problems.list_by_ids(tx.connection, agendas.list_items(tx.connection, session.date.id))
    still_open = {problem.id: problem for problem in on_agenda if problem.state is ProblemState.OPEN}
    tags = proposals.map_solved_tags(tx.connection, guild_id)
    helpers = set(profiles.list_helpers(tx.connection, guild_id)) & set(session.guests.going)
    asked = agendas.list_help_requests(tx.connection, still_open)
    items = [table_problem_of(problem) for problem in still_open.values()]
    matched = match_helpers(items, {user_id: tags.get(user_id, ()) for user_id in helpers}, asked)
    for problem_id, user_ids in matched.items():
        agendas.insert_help_requests(tx.connection, problem_id, user_ids)
    asks = [_ask(still_open[problem_id], user_ids) for problem_id, user_ids in matched.items()]
    user_ids = sorted({user_id for helper_ids in matched.values() for user_id in helper_ids})
    addressed = replace(post, payload={"user_ids": user_ids, "asks": asks})
    posts.set_payload(tx.connection, addressed)
    return addressed


def table_problem_of(problem: Problem) -> TableProblem:
    """Returns the problem as the seating plan sees it."""
    return TableProblem(problem.id, problem.author_id, frozenset(map(tag_key, problem.details.tags)))


def _ask(problem: Problem, user_ids: list[int]) -> dict[str, object]:
    return {"title": problem.details.title, "message_id": problem.message_id, "user_ids": user_ids}
