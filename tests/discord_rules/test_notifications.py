"""Who hears of a message."""

from __future__ import annotations

from typing import Any

import pytest

from tests.discord_rules import heard_of, hears
from tests.discord_rules.conftest import Discord


def _hears(ruled: Discord, said: Any) -> bool:
    return hears(ruled.message(said), ruled.alice)


async def test_a_mention_is_heard_and_one_in_an_embed_is_not(ruled: Discord) -> None:
    mention = ruled.alice.mention
    assert _hears(ruled, ruled.say(f"hello {mention}"))
    assert not _hears(ruled, ruled.say("hello"))
    assert not _hears(ruled, ruled.say("hello", embeds=[{"description": mention}]))
    assert not _hears(ruled, ruled.say(f"hello {mention}", allowed_mentions={"parse": []}))
    assert [one.content for one in heard_of(ruled.alice)] == [f"hello {mention}"]


async def test_an_edit_notifies_nobody_and_a_deleted_message_was_heard(ruled: Discord) -> None:
    said = ruled.say("hello")
    path = f"/channels/{ruled.room.id}/messages/{said['id']}"
    ruled.ask("PATCH", path, {"content": ruled.alice.mention})
    assert not _hears(ruled, said)
    heard = ruled.say(ruled.alice.mention)
    ruled.ask("DELETE", f"/channels/{ruled.room.id}/messages/{heard['id']}")
    assert _hears(ruled, heard)


@pytest.mark.parametrize("mentionable", [True, False])
async def test_a_role_is_heard_by_those_who_have_it(ruled: Discord, mentionable: bool) -> None:
    role = ruled.guild.create_role("coworkers", mentionable=mentionable)
    ruled.backend.get_guild(ruled.guild.id).members[ruled.alice.id].role_ids.append(role.id)
    assert _hears(ruled, ruled.say(f"<@&{role.id}>")) == mentionable


async def test_who_cannot_see_the_channel_hears_nothing(ruled: Discord) -> None:
    ruled.hide(ruled.room, ruled.alice.id)
    assert not _hears(ruled, ruled.say(ruled.alice.mention))


async def test_members_of_a_thread_hear_all_of_it(ruled: Discord) -> None:
    thread_id = ruled.open_thread()
    await ruled.env.settle()
    assert not _hears(ruled, ruled.say("one", thread_id))
    ruled.backend.add_thread_member(thread_id, ruled.alice.id)
    assert _hears(ruled, ruled.say("two", thread_id))


async def test_the_author_of_the_message_that_is_answered_hears_of_it(ruled: Discord) -> None:
    asked = await ruled.alice.send(ruled.room, "question")
    reference = {"message_id": str(asked.id)}
    assert _hears(ruled, ruled.say("answer", message_reference=reference))
    silent = {"parse": [], "replied_user": False}
    assert not _hears(ruled, ruled.say("answer", message_reference=reference, allowed_mentions=silent))
