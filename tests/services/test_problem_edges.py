"""The board's use cases where stories seldom go: races, limits, and what is gone meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from db.database import Database
from db.engine import DatabaseError
from db.keys import load_keyring
from domain.ballots import Ballot, Reaction, Seen
from domain.boards import Board
from domain.errors import Refusal
from domain.guilds import Actor
from domain.ids import ProblemId, ProposalId
from domain.mirrors import MirrorKind
from domain.notices import NoticeKind
from domain.posts import LEASE, PostKind
from domain.problems.anonymity import Keyring
from domain.problems.digest import parse_moment
from domain.problems.problem import Outcome, Problem, Source, State, Vote
from services.notices import list_untold
from services.problems.desk import ProblemDesk, Rules
from services.problems.finding import Finding
from services.problems.following import Following, ThreadState
from services.problems.mirroring import ProblemMirroring
from services.problems.posting import ProblemPosting
from services.problems.proposing import Proposing, Reply
from services.problems.sharing import Form, Sharing
from services.problems.solving import Solving
from services.problems.voting import Voting
from tests.conftest import Clock

ALICE, BOB, MIRA = Actor(1, 11), Actor(1, 12), Actor(1, 13, is_moderator=True)
FORUM, THREAD = Board(500, True), 600
FORM = Form("A client pays late", "To be paid", "Reminders", ("invoices",))


@pytest.fixture
def desk(database: Database, clock: Clock) -> ProblemDesk:
    rules = Rules(10, 3, timedelta(days=5), timedelta(days=7), parse_moment("mon 9:00"), "UTC")
    return ProblemDesk(database, clock, Random(1), Keyring(b"k" * 32), rules)


async def _share(desk: ProblemDesk, actor: Actor = ALICE, form: Form = FORM, thread: int = THREAD) -> Problem:
    """A problem that stands on the board."""
    sharing, posting = Sharing(desk), ProblemPosting(desk)
    draft = await sharing.keep(actor, form, FORUM)
    problem = await sharing.post(actor, draft.id)
    (delivery,) = await posting.claim_due(40)
    await posting.mark_sent(delivery, FORUM.channel_id, thread)
    return (await Finding(desk).show(actor, problem.id)).problem


async def test_a_problem_takes_proposals_once_it_stands_and_up_to_fifty(desk: ProblemDesk) -> None:
    sharing = Sharing(desk)
    draft = await sharing.keep(ALICE, FORM, FORUM)
    waiting = await sharing.post(ALICE, draft.id)
    with pytest.raises(Refusal, match="just posting"):
        await Proposing(desk).propose(BOB, waiting.id, "An idea")
    (delivery,) = await ProblemPosting(desk).claim_due(40)
    await ProblemPosting(desk).mark_sent(delivery, FORUM.channel_id, THREAD)
    for number in range(50):
        await Proposing(desk).propose(BOB, waiting.id, f"Idea number {number}")
    with pytest.raises(Refusal, match="50 proposals"):
        await Proposing(desk).check(BOB, waiting.id)


async def test_the_same_reply_kept_twice_at_once_is_one_proposal(desk: ProblemDesk) -> None:
    problem = await _share(desk)
    reply = Reply(BOB.user_id, False, "An idea", Source(THREAD, 700))
    keep = Proposing(desk).keep
    outcomes = await asyncio.gather(
        keep(BOB, THREAD, reply), keep(ALICE, THREAD, reply), return_exceptions=True
    )
    assert sum(isinstance(one, Refusal) for one in outcomes) == 1
    assert len((await Finding(desk).show(BOB, problem.id)).proposals) == 1
    with pytest.raises(Refusal, match="problem's thread"):
        await Proposing(desk).keep(Actor(2, 12), THREAD, replace(reply, source=Source(THREAD, 701)))


async def test_what_is_gone_cannot_be_accepted(desk: ProblemDesk) -> None:
    problem = await _share(desk)
    proposed = await Proposing(desk).propose(BOB, problem.id, "An idea")
    await Proposing(desk).withdraw(BOB, problem.id, proposed.proposal.id)
    with pytest.raises(Refusal, match="taken away"):
        await Solving(desk).accept(ALICE, problem.id, proposed.proposal.id)
    with pytest.raises(Refusal, match="don't know that problem"):
        await Solving(desk).accept(Actor(2, ALICE.user_id), problem.id, proposed.proposal.id)
    await Following(desk).forget_message(THREAD)
    with pytest.raises(Refusal, match="don't know that problem"):
        await Solving(desk).close(ALICE, problem.id)


async def test_an_answer_about_another_proposal_than_the_accepted_one_is_refused(desk: ProblemDesk) -> None:
    problem = await _share(desk)
    first = (await Proposing(desk).propose(BOB, problem.id, "First")).proposal
    second = (await Proposing(desk).propose(BOB, problem.id, "Second")).proposal
    await Solving(desk).accept(ALICE, problem.id, first.id)
    await Solving(desk).accept(ALICE, problem.id, second.id)
    with pytest.raises(Refusal, match="Another proposal"):
        await Solving(desk).report(ALICE, problem.id, first.id, Outcome.YES)
    await Solving(desk).report(ALICE, problem.id, second.id, Outcome.YES)
    with pytest.raises(Refusal, match="noted already"):
        await Solving(desk).report(ALICE, problem.id, second.id, Outcome.YES)
    changed_mind = await Solving(desk).report(ALICE, problem.id, second.id, Outcome.NO)
    assert changed_mind.state is State.OPEN


async def test_a_problem_that_could_not_be_posted_for_a_week_is_taken_off_and_told(
    desk: ProblemDesk, clock: Clock
) -> None:
    draft = await Sharing(desk).keep(ALICE, FORM, FORUM)
    problem = await Sharing(desk).post(ALICE, draft.id)
    posting = ProblemPosting(desk)
    (delivery,) = await posting.claim_due(40)
    await posting.mark_refused(delivery, "Missing Access", FORUM.channel_id)
    assert [
        one.kind for one in await desk.database.read(list_untold, replace(MIRA, is_manager=True), desk.now())
    ] == [NoticeKind.CANNOT_POST_PROBLEM]
    clock.move(days=7, minutes=1)
    assert await posting.claim_due(40) == []
    assert [one.kind for one in await desk.database.read(list_untold, ALICE, desk.now())] == [
        NoticeKind.PROBLEM_NOT_POSTED
    ]
    assert await Finding(desk).list_own(ALICE) == []
    assert await Finding(desk).search(1, "late", None, None) == []
    with pytest.raises(Refusal):
        await Finding(desk).show(ALICE, problem.id)


async def test_a_try_without_an_answer_is_late_when_it_no_longer_helps(
    desk: ProblemDesk, clock: Clock
) -> None:
    draft = await Sharing(desk).keep(ALICE, FORM, FORUM)
    await Sharing(desk).post(ALICE, draft.id)
    posting = ProblemPosting(desk)
    (delivery,) = await posting.claim_due(40)
    await posting.mark_unknown(delivery)
    clock.move(days=8)
    (again,) = await posting.claim_due(40)
    assert again.is_late
    assert again.post.first_tried_at is not None
    await posting.mark_missed(again)
    assert await posting.claim_due(40) == []
    assert [one.kind for one in await desk.database.read(list_untold, ALICE, desk.now())] == [
        NoticeKind.PROBLEM_NOT_POSTED
    ]


async def test_only_one_of_two_that_claim_at_once_has_the_post(desk: ProblemDesk, clock: Clock) -> None:
    draft = await Sharing(desk).keep(ALICE, FORM, FORUM)
    await Sharing(desk).post(ALICE, draft.id)
    posting = ProblemPosting(desk)
    both = await asyncio.gather(posting.claim_due(40), posting.claim_due(40))
    assert sorted(len(one) for one in both) == [0, 1]
    clock.move(seconds=LEASE.total_seconds() + 1)
    assert [one.post.kind for one in await posting.claim_due(40)] == [PostKind.PROBLEM]


async def test_what_became_needless_is_not_posted(desk: ProblemDesk, clock: Clock) -> None:
    problem = await _share(desk)
    posting = ProblemPosting(desk)
    first = (await Proposing(desk).propose(BOB, problem.id, "First")).proposal
    await Proposing(desk).withdraw(MIRA, problem.id, first.id)
    assert await posting.claim_due(40) == []
    clock.move(days=6)
    assert await posting.claim_due(40) == []  # no nudge where there is no proposal
    await Proposing(desk).propose(BOB, problem.id, "Second")
    await Following(desk).forget_message(THREAD)
    assert await posting.claim_due(40) == []


async def test_the_state_at_the_time_of_posting_is_shown_when_it_has_changed_meanwhile(
    desk: ProblemDesk, clock: Clock
) -> None:
    draft = await Sharing(desk).keep(ALICE, FORM, FORUM)
    problem = await Sharing(desk).post(ALICE, draft.id)
    posting = ProblemPosting(desk)
    (delivery,) = await posting.claim_due(40)
    await Solving(desk).close(ALICE, problem.id)
    await posting.mark_sent(delivery, FORUM.channel_id, THREAD)
    clock.move(seconds=5)
    assert await ProblemMirroring(desk).list_due(MirrorKind.PROBLEM, 10) == [problem.id]


async def test_a_mirror_of_what_is_gone_rests(desk: ProblemDesk, clock: Clock) -> None:
    problem = await _share(desk)
    await Solving(desk).close(ALICE, problem.id)
    mirroring = ProblemMirroring(desk)
    await Following(desk).forget_message(THREAD)
    assert await mirroring.claim(problem.id, MirrorKind.PROBLEM) is None
    assert await mirroring.list_due(MirrorKind.PROBLEM, 10) == []
    assert await mirroring.claim(999, MirrorKind.PROBLEM) is None
    clock.move(days=1)
    assert await mirroring.list_due(MirrorKind.PROBLEM, 10) == []


async def test_a_mirror_that_fails_is_tried_less_and_less_and_at_last_left_to_the_next_change(
    desk: ProblemDesk, clock: Clock
) -> None:
    problem = await _share(desk)
    await Solving(desk).close(ALICE, problem.id)
    mirroring, tries = ProblemMirroring(desk), 0
    for _ in range(24 * 60):
        clock.move(minutes=1)
        drawing = await mirroring.claim(problem.id, MirrorKind.PROBLEM)
        if drawing is not None:
            tries += 1
            await mirroring.mark_failed(drawing, is_forbidden=tries == 1)
    assert tries == 20
    told = await desk.database.read(list_untold, replace(MIRA, is_manager=True), desk.now())
    assert [one.kind for one in told] == [NoticeKind.CANNOT_EDIT_PROBLEM]


async def test_events_about_nothing_of_ours_change_nothing(desk: ProblemDesk) -> None:
    problem = await _share(desk)
    following, voting = Following(desk), Voting(desk)
    await following.take_over(ThreadState(999, True, False, "x", {1: "solved"}))
    assert await following.forget_message(999) is None
    await following.forget_board(1, 999)
    await following.rename_tags(1, 999, {"invoices": "billing"})
    await following.note_author_left(ProblemId(999), [ALICE.user_id])
    assert await following.find_author(ProblemId(999)) is None
    await voting.react(999, [Reaction(BOB.user_id, Vote.ME_TOO, True)])
    assert await voting.clear(999, list(Vote)) is None
    assert await Finding(desk).list_proposals(1, None, 999) == []
    assert await Finding(desk).list_proposals(1, "zebra", 999) == []
    with pytest.raises(Refusal):
        await Finding(desk).resolve_proposal(problem.id, "12")
    assert (await Finding(desk).show(ALICE, problem.id)).problem == problem


async def test_a_proposal_in_a_thread_that_is_gone_goes_with_it(desk: ProblemDesk) -> None:
    problem = await _share(desk)
    proposed = await Proposing(desk).propose(BOB, problem.id, "First")
    (delivery,) = await ProblemPosting(desk).claim_due(40)
    await ProblemPosting(desk).mark_sent(delivery, THREAD, 701)
    await Following(desk).forget_message(THREAD)
    await Following(desk).forget_message(701)
    ballots = await Voting(desk).list_open()
    assert proposed.proposal.id not in [ballot.subject_id for ballot in ballots]


async def test_reading_again_takes_over_votes_and_leaves_live_ones_alone(desk: ProblemDesk) -> None:
    problem = await _share(desk)
    voting = Voting(desk)
    (ballot,) = await voting.list_open()
    assert ballot == Ballot(problem.id, 1, THREAD, THREAD, (Vote.ME_TOO,))
    for user_id in (12, 13, 14):
        await voting.react(THREAD, [Reaction(user_id, Vote.ME_TOO, True)])
    await voting.reconcile(ballot, Seen({"me_too": {13, 15, 16}}, untouched_user_ids={14, 16}))
    assert sorted(await voting.list_people(problem.id)) == [13, 14, 15]
    await voting.drop(problem.id, [13])
    assert sorted(await voting.list_people(problem.id)) == [14, 15]
    await voting.reconcile(ballot, Seen({}, cleared=["me_too"]))
    assert sorted(await voting.list_people(problem.id)) == [14, 15]


async def test_tags_and_numbers_are_found(desk: ProblemDesk) -> None:
    problem = await _share(desk, form=replace(FORM, tags=("Invoices", "clients")))
    await _share(desk, form=replace(FORM, title="2026", tags=("invoices",)), thread=601)
    finding = Finding(desk)
    assert await finding.list_tags(1) == ["invoices", "clients"]
    assert await finding.resolve(1, str(problem.id), 0) == problem.id
    assert (await finding.show(ALICE, await finding.resolve(1, "2026", 0))).problem.details.title == "2026"
    with pytest.raises(Refusal, match="fits no problem"):
        await finding.resolve(1, "9" * 30, 0)


async def test_a_form_with_the_number_of_anothers_draft_changes_nothing_of_theirs(desk: ProblemDesk) -> None:
    sharing = Sharing(desk)
    draft = await sharing.keep(ALICE, FORM, FORUM)
    await sharing.keep(BOB, replace(FORM, title="Mischief"), FORUM, draft.id)
    assert (await sharing.get_draft(ALICE, draft.id)).form == FORM
    with pytest.raises(Refusal, match="forgotten"):
        await sharing.offer(BOB, draft.id)


async def test_ones_own_are_counted_with_the_anonymous_ones(desk: ProblemDesk) -> None:
    hidden = await _share(desk, form=replace(FORM, is_anonymous=True))
    named = await _share(desk, form=replace(FORM, title="Another"), thread=601)
    own = await Finding(desk).list_own(ALICE)
    assert {one.id for one in own} == {hidden.id, named.id}
    assert hidden.author_id is None
    assert await Finding(desk).list_own(Actor(2, ALICE.user_id)) == []


async def test_a_proposal_that_solved_it_is_none_when_it_is_withdrawn(desk: ProblemDesk) -> None:
    problem = await _share(desk)
    proposal = (await Proposing(desk).propose(BOB, problem.id, "First")).proposal
    await Solving(desk).accept(ALICE, problem.id, proposal.id)
    await Proposing(desk).withdraw(BOB, problem.id, proposal.id)
    shown = await Finding(desk).show(ALICE, problem.id)
    assert shown.problem.state is State.OPEN
    assert shown.problem.accepted_id is None
    assert await desk.database.read(Solving(desk).list_questions, ALICE, desk.now()) == []
    with pytest.raises(Refusal):
        await Solving(desk).take_back(ALICE, problem.id)
    assert ProposalId(proposal.id) not in [one.id for one in shown.proposals]


def test_a_key_that_cannot_be_used_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "longtable.key"
    for text, reason in (("xyz", "cannot be read"), ("ab", "32 bytes"), ("é", "cannot be read")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DatabaseError, match=reason):
            load_keyring(path)
    with pytest.raises(DatabaseError, match="cannot be made"):
        load_keyring(tmp_path / "nowhere" / "longtable.key")


def test_a_key_that_another_process_has_just_made_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "longtable.key"
    made = load_keyring(path)
    content, reads = path.read_text(), []
    read_text = Path.read_text

    def late(self: Path, *args: str, **kwargs: str) -> str:
        reads.append(self)
        if len(reads) == 1:
            raise FileNotFoundError
        return read_text(self, *args, **kwargs)

    monkeypatch.setattr(Path, "read_text", late)
    assert load_keyring(path) == made
    monkeypatch.undo()
    assert path.read_text() == content
