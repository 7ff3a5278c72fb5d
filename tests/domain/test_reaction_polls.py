"""Reaction polls: what differs between a message and its rows, and in which batches reactions are kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.reaction_polls import Reaction, SeenReactions, batches_by_member, find_differences

_REACTIONS = st.lists(st.builds(Reaction, st.integers(1, 4), st.sampled_from(["yes", "no"]), st.booleans()))
ALICE, BOB, CHARLIE = 1, 2, 3


@given(_REACTIONS)
def test_nobody_is_twice_in_a_batch_and_no_reaction_is_lost_or_overtaken(reactions: list[Reaction]) -> None:
    batches = list(batches_by_member(reactions))
    assert [one for batch in batches for one in batch] == reactions
    for batch in batches:
        assert batch
        assert len({one.user_id for one in batch}) == len(batch)


def test_a_batch_goes_on_until_somebody_reacts_again() -> None:
    first, second, third = (
        Reaction(ALICE, "yes", True),
        Reaction(BOB, "no", True),
        Reaction(ALICE, "yes", False),
    )
    assert list(batches_by_member([first, second, third])) == [[first, second], [third]]


def test_what_only_the_message_has_is_added_and_what_only_the_rows_have_is_removed() -> None:
    stored = [(ALICE, "yes"), (BOB, "yes"), (BOB, "no")]
    seen = SeenReactions({"yes": [ALICE, CHARLIE], "no": [CHARLIE, BOB]})
    assert find_differences(stored, seen, ("no", "yes")) == (
        [(CHARLIE, "no"), (CHARLIE, "yes")],
        [(BOB, "yes")],
    )


def test_a_choice_that_nobody_may_make_is_not_looked_at() -> None:
    assert find_differences([], SeenReactions({"yes": [ALICE], "perhaps": [BOB]}), ("yes",)) == (
        [(ALICE, "yes")],
        [],
    )


def test_those_whose_live_events_came_meanwhile_are_left_to_the_events() -> None:
    seen = SeenReactions({"yes": [ALICE, BOB]}, untouched_user_ids={BOB, CHARLIE})
    assert find_differences([(CHARLIE, "yes")], seen, ("yes",)) == ([(ALICE, "yes")], [])


def test_what_is_left_out_is_left_out_of_its_choice_alone() -> None:
    seen = SeenReactions({"yes": [1, 2], "no": [1]}, cleared=["no"], untouched_user_ids={2})
    assert seen.without(()) is seen
    assert seen.without({(1, "yes"), (3, "no")}) == SeenReactions({"yes": [2], "no": [1]}, ["no"], {2})
