"""Seals and boxes: found by whoever asks for themselves, and by nobody else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import ProblemId
from domain.problems.anonymity import KEY_BYTES, Keyring

_IDS = st.integers(0, 2**63 - 1)
_KEYRING = Keyring(b"k" * 32)


@given(_IDS, _IDS, st.integers(0, 1000), _IDS)
def test_a_box_opens_for_its_owner_alone(guild_id: int, user_id: int, number: int, id_: int) -> None:
    problem_id = ProblemId(id_)
    box = _KEYRING.encrypt_problem_id(guild_id, user_id, number, problem_id)
    assert _KEYRING.decrypt_problem_id(guild_id, user_id, number, box) == problem_id
    assert Keyring(b"x" * 32).decrypt_problem_id(guild_id, user_id, number, box) != problem_id
    assert _KEYRING.decrypt_problem_id(guild_id, user_id + 1, number, box) != problem_id
    assert _KEYRING.decrypt_problem_id(guild_id, user_id, number + 1, box) != problem_id
    assert str(problem_id) not in box or problem_id < 10**6


@given(_IDS, _IDS)
def test_no_two_seals_are_alike(guild_id: int, user_id: int) -> None:
    seals = {_KEYRING.author_token(guild_id, user_id, number) for number in range(10)}
    seals |= {_KEYRING.author_token(guild_id + 1, user_id, 0), _KEYRING.draft_token(guild_id, user_id)}
    assert len(seals) == 12
    assert not any(str(user_id) in seal for seal in seals if user_id > 10**9)


def test_the_key_is_not_shown_where_it_is_printed() -> None:
    assert "6b" not in repr(_KEYRING)
    assert "kkk" not in f"{_KEYRING}"


def test_every_byte_of_an_id_is_covered_and_a_box_is_as_long_for_any() -> None:
    boxes = [_KEYRING.encrypt_problem_id(1, 2, number, ProblemId(0)) for number in range(40)]
    assert {len(box) for box in boxes} == {16}
    for place in range(0, 16, 2):
        assert len({box[place : place + 2] for box in boxes}) > 20
    assert len(_KEYRING.encrypt_problem_id(1, 2, 3, ProblemId(2**63 - 1))) == 16


def test_nothing_of_one_purpose_is_ever_something_of_another() -> None:
    seal, mark = _KEYRING.author_token(1, 2, 3), _KEYRING.draft_token(1, 2)
    assert not seal.startswith(_KEYRING.encrypt_problem_id(1, 2, 3, ProblemId(0)))  # 0 shows the mask
    assert _KEYRING.author_token(1, 23, 4) != _KEYRING.author_token(12, 3, 4)
    assert _KEYRING.draft_token(1, 2) == mark != _KEYRING.draft_token(2, 1)
    assert Keyring(b"x" * 32).author_token(1, 2, 3) != seal
    assert KEY_BYTES * 8 >= 256
