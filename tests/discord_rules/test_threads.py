"""Private threads, active ones, and members of them."""

from __future__ import annotations

from simcord.enums import ChannelType

from tests.discord_rules.conftest import Discord


async def test_private_threads_are_in_text_channels_only(ruled: Discord) -> None:
    news = ruled.backend.create_channel(ruled.guild.id, "news", type=ChannelType.NEWS)
    body = {"name": "circle", "type": 12}
    assert ruled.refusal("POST", f"/channels/{news.id}/threads", body) == (400, 50024)
    assert ruled.refusal("POST", f"/channels/{ruled.room.id}/threads", body) == (200, 0)


async def test_a_server_has_so_many_active_threads(ruled: Discord) -> None:
    ruled.rules.threads.most_active = 1
    thread_id = ruled.open_thread()
    said = ruled.say()
    for path in ("threads", f"messages/{said['id']}/threads"):
        refused = ruled.refusal("POST", f"/channels/{ruled.room.id}/{path}", {"name": "one more"})
        assert refused == (400, 160006)
    ruled.rules.archived.set(thread_id, archived=True)
    ruled.open_thread()
    ruled.allow(manage_channels=True, manage_threads=True)
    assert ruled.refusal("PATCH", f"/channels/{thread_id}", {"archived": False}) == (400, 160006)


async def test_one_member_can_be_refused(ruled: Discord) -> None:
    path = f"/channels/{ruled.open_thread(type=12)}/thread-members"
    stranger = ruled.env.create_user("gone")
    assert ruled.refusal("PUT", f"{path}/{stranger.id}") == (404, 10007)
    ruled.rules.threads.refuse(ruled.alice)
    assert ruled.refusal("PUT", f"{path}/{ruled.alice.id}") == (403, 50001)
    ruled.rules.threads.allow(ruled.alice)
    assert ruled.refusal("PUT", f"{path}/{ruled.alice.id}") == (200, 0)


async def test_who_cannot_see_the_parent_channel_cannot_be_added(ruled: Discord) -> None:
    path = f"/channels/{ruled.open_thread(type=12)}/thread-members/{ruled.alice.id}"
    ruled.hide(ruled.room, ruled.alice.id)
    assert ruled.refusal("PUT", path) == (403, 50001)


async def test_who_is_mentioned_in_a_thread_becomes_a_member_of_it(ruled: Discord) -> None:
    thread_id = ruled.open_thread()
    ruled.say("hello", thread_id)
    assert ruled.alice.id not in ruled.backend.get_thread(thread_id).thread_members
    ruled.say(f"hello {ruled.alice.mention}", thread_id)
    assert ruled.alice.id in ruled.backend.get_thread(thread_id).thread_members
