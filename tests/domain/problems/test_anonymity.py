"""Seals: they tell whoever has the key whether a problem is a member's, and nobody else anything."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import ProblemId
from domain.problems.anonymity import KEY_BYTES, SEAL_BYTES, Keyring

_IDS = st.integers(0, 2**63 - 1)
_KEYRING = Keyring(b"k" * 32)
_OTHER = Keyring(b"x" * 32)
_ONE, _TWO = b"1" * SEAL_BYTES, bytes(range(SEAL_BYTES))


@given(_IDS, _IDS, _IDS.map(ProblemId))
def test_a_seal_tells_its_author_alone_also_when_it_is_renewed(
    guild_id: int, user_id: int, problem_id: ProblemId
) -> None:
    seal = _KEYRING.seal_author(guild_id, user_id, problem_id, _ONE)
    for one in (seal, _KEYRING.renew(problem_id, seal, _TWO)):
        assert _KEYRING.is_author(guild_id, user_id, problem_id, one)
        assert not _KEYRING.is_author(guild_id, user_id + 1, problem_id, one)
        assert not _KEYRING.is_author(guild_id + 1, user_id, problem_id, one)
        assert not _KEYRING.is_author(guild_id, user_id, ProblemId(problem_id ^ 1), one)
        assert not _OTHER.is_author(guild_id, user_id, problem_id, one)


@given(_IDS, _IDS, _IDS.map(ProblemId))
def test_a_seal_over_nobody_stays_nobodys(guild_id: int, user_id: int, problem_id: ProblemId) -> None:
    seal = _KEYRING.seal_nobody(problem_id, _ONE, _TWO)
    for one in (seal, _KEYRING.renew(problem_id, seal, _TWO)):
        assert not _KEYRING.is_author(guild_id, user_id, problem_id, one)


def test_no_two_seals_have_anything_in_common_whosever_they_are() -> None:
    problem_id = ProblemId(3)
    random = Random(1)
    seals = [_KEYRING.seal_author(1, 2, problem_id, random.randbytes(16)) for _ in range(40)]
    seals += [_KEYRING.renew(problem_id, seals[0], _TWO), _KEYRING.seal_nobody(problem_id, _ONE, _TWO)]
    assert {len(seal) for seal in seals} == {64}
    for place in range(0, 64, 2):
        assert len({seal[place : place + 2] for seal in seals}) > 20


@given(_IDS)
def test_a_draft_is_not_to_be_recognised_in_its_problem(draft_id: int) -> None:
    problem_id = _KEYRING.problem_id(draft_id)
    assert problem_id == _KEYRING.problem_id(draft_id)
    assert problem_id != _OTHER.problem_id(draft_id)
    assert problem_id != draft_id
    assert 0 <= problem_id < 2**63


def test_what_version_0_1_has_stored_can_be_read() -> None:
    box = "3c1b7d7a70d5b5ef"
    assert _KEYRING.open_box(1, 2, 0, box) != _KEYRING.open_box(1, 2, 1, box)
    mask = _KEYRING.open_box(1, 2, 0, f"{0:016x}")
    assert _KEYRING.open_box(1, 2, 0, f"{mask ^ 77:016x}") == ProblemId(77)
    tokens = {_KEYRING.numbered_token(1, 2, number) for number in range(10)}
    assert len(tokens | {_KEYRING.numbered_token(12, 3, 4), _KEYRING.numbered_token(1, 23, 4)}) == 12


def test_the_key_is_not_shown_where_it_is_printed() -> None:
    assert "6b" not in repr(_KEYRING)
    assert "kkk" not in f"{_KEYRING}"
    assert KEY_BYTES * 8 >= 256


def test_nothing_of_one_purpose_is_ever_something_of_another() -> None:
    mark = _KEYRING.draft_token(1, 2)
    assert mark != _KEYRING.draft_token(2, 1)
    assert mark != _OTHER.draft_token(1, 2)
    assert _KEYRING.draft_token(1, 23) != _KEYRING.draft_token(12, 3)
    assert not mark.startswith(f"{_KEYRING.problem_id(1):016x}")


@given(st.text(), st.binary(min_size=16, max_size=16))
def test_a_draft_is_read_with_the_key_and_its_mark(text: str, once: bytes) -> None:
    covered = _KEYRING.cover_draft("mark", text, once)
    assert _KEYRING.uncover_draft("mark", covered) == text
    assert len(covered) == 2 * (16 + len(text.encode()))
    if len(text.encode()) >= 8:
        assert text.encode().hex() not in covered
        assert _OTHER.cover_draft("mark", text, once) != covered != _KEYRING.cover_draft("other", text, once)
