"""How circles look. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import discord

from cogs.ui import markup
from cogs.ui.icebreakers import question_about
from domain.circles.advice import Advice
from domain.circles.circle import Circle, CircleState, SeatState
from domain.circles.common import Bond, Common
from domain.circles.member import SMALLEST
from domain.circles.preview import FEW, Preview
from domain.circles.result import Reason
from domain.posts import Post, PostKind
from domain.zones import to_local

Names = Mapping[int, str]

BEGUN = (
    "The round has begun. Everybody who is proposed a circle hears of it in private. `/circle round` says "
    "how it goes."
)
LEFT = (
    "Done, and I tell nobody. You are in the next round; `/profile pause` leaves you out for a while. To "
    "hide the thread, leave it in its menu."
)
NOT_YET = "It takes a while to begin. A time in the calendar helps most. I ask again in two weeks."
NEW_TIMES = "Good idea: new times are on their way into this thread."
ONE_MORE = "I look for somebody who fits. Whoever joins is greeted here."
MERGED = "There is a circle near with room for all of you: each of you is asked."

_ROSE = discord.Colour(0xC0607A)
_GREY = discord.Colour(0x8A8F98)
_UNKNOWN_GAP = 0.1  # a bound that far off says nothing
_NAME_LENGTH = 30
_REASONS = {
    Reason.NOBODY_NEAR: "nobody within reach",
    Reason.NO_TIME: "no free time in common",
    Reason.NO_LANGUAGE: "no language in common",
    Reason.TAKEN: "everybody near sits elsewhere",
}
_REASONS_TO_ONE = {
    Reason.NOBODY_NEAR: "There were not enough people within reach of you.",
    Reason.NO_TIME: "Nobody near was free when you are.",
    Reason.NO_LANGUAGE: "Nobody near speaks one of your languages.",
    Reason.TAKEN: "Everybody near sat in another circle already.",
}


def first_name(display_name: str) -> str:
    """What to call somebody: the first word of the name they show here."""
    words = display_name.split()
    return markup.plain(markup.cut(words[0] if words else "somebody", _NAME_LENGTH))


# What an organiser sees.


def preview(written: Preview) -> discord.Embed:
    """A round as it would be, for the organiser alone."""
    embed = discord.Embed(title="Circles as they would be now", colour=_ROSE)
    circles = sum(written.sizes.values())
    sizes = ", ".join(f"{count} with {size} members" for size, count in written.sizes.items())
    embed.description = (
        f"**{written.members}** members look for a circle: they have a profile, sit in none and are not on a "
        f"break. **{circles}** {'circle' if circles == 1 else 'circles'} would seat "
        f"**{written.members - written.left_over}** of them."
    )
    if circles:
        online = f"; {written.online} meets online" if written.online == 1 else ""
        online = f"; {written.online} meet online" if written.online > 1 else online
        embed.add_field(name="Circles", value=f"{sizes}{online}", inline=False)
    if written.way_km is not None:
        embed.add_field(name="Way to one another", value=_way(written.way_km))
    embed.add_field(name="As good as can be", value=_quality(written.gap))
    if written.left_over:
        embed.add_field(name=f"Left over: {written.left_over}", value=_why(written), inline=False)
    if written.paused >= FEW:
        embed.add_field(name="On a break", value=f"{written.paused} more", inline=False)
    if written.cities:
        shown = ", ".join(f"{markup.plain(city.name)} {city.members}" for city in written.cities[:20])
        embed.add_field(name="Where five and more live", value=markup.cut(shown, 1000), inline=False)
    return embed.set_footer(text="Only you see this. Nothing is sent yet, and nobody is named.")


def _way(median_km: float) -> str:
    return "most live in the same city" if median_km < 1 else f"half of them within {median_km:.0f} km"


def _quality(gap: float) -> str:
    if gap > _UNKNOWN_GAP:
        return "not worked out"
    return "proven" if gap < 0.0005 else f"all but {gap:.1%} at most"


def _why(written: Preview) -> str:
    if written.reasons is None:
        return "too few to say why without pointing at somebody"
    ordered = sorted(written.reasons.items(), key=lambda pair: -pair[1])
    return "\n".join(f"- {count}: {_REASONS[reason]}" for reason, count in ordered)


def progress(formed: int, waiting: int, answer_by: datetime | None) -> str:
    """How a round goes, for the organiser: no names, and nothing of who said what."""
    if answer_by is None and not formed:
        return "A round has begun: circles are being looked for."
    text = f"A round is going on: **{formed}** circles have formed"
    if answer_by is None:
        return f"{text}, and a few gaps are being filled."
    return f"{text}, **{waiting}** wait for answers until {markup.stamp(answer_by, 'f')}."


# What one member sees.


def invitation(
    post: Post, circle: Circle, names: Names, common: Common | None, times: Sequence[datetime]
) -> discord.Embed:
    """The proposal of a circle to one of its members."""
    others = [names[user_id] for user_id in circle.held_ids if user_id in names and user_id != _whose(post)]
    embed = discord.Embed(title="A small circle for you?", colour=_ROSE)
    embed.description = f"You and **{_listed(others)}**, {_place(circle)}.{_bond(common)}"
    if times:
        embed.add_field(name="All of you are free", value=_stamps(times[:3]), inline=False)
    embed.add_field(
        name="What now?",
        value=(
            f"Tell me until {markup.stamp(circle.answer_by, 'f')}. With three who accept, a thread of your "
            "own opens and you find a time there. “Not this time” is fine, too: nobody hears of it."
        ),
        inline=False,
    )
    return _signed(embed, post)


def accepted(circle: Circle) -> discord.Embed:
    """What becomes of a proposal that was accepted."""
    embed = discord.Embed(title="You are in ☕", colour=_ROSE)
    if circle.state is CircleState.FORMED:
        embed.description = "Your circle is there: its thread opens in a moment, and I mention you in it."
    else:
        embed.description = (
            f"As soon as {SMALLEST} have accepted, a thread of your own opens and I mention you in it. I "
            f"know more by {markup.stamp(circle.answer_by, 'f')}."
        )
    return embed


def declined() -> discord.Embed:
    """What becomes of a proposal that was not."""
    text = (
        "Not this time, noted. Nobody is told, and you are in the next round. `/profile pause` leaves you "
        "out for a while."
    )
    return discord.Embed(title="All right", description=text, colour=_GREY)


def apart(post: Post) -> discord.Embed:
    """To who accepted a circle that did not come together."""
    embed = discord.Embed(title="Not yet", colour=_GREY)
    embed.description = (
        "Thank you for saying yes! This circle did not come together this time. You go first in the next "
        "round."
    )
    return _signed(embed, post)


def standing(
    user_id: int, circle: Circle | None, reason: Reason | None, advice: Advice | None, *, is_looking: bool
) -> str:
    """How a member stands to circles, for them alone."""
    if circle is not None:
        return _standing_in(circle, user_id)
    if not is_looking:
        return (
            "You are in no circle. `/profile edit` puts you into the next round, `/profile resume` ends a "
            "break."
        )
    return left_over(reason, advice) if reason is not None else "You are in no circle, and in the next round."


def _standing_in(circle: Circle, user_id: int) -> str:
    until = markup.stamp(circle.answer_by, "f")
    if circle.state_of(user_id) is SeatState.INVITED:
        return f"A circle {_place(circle)} is proposed to you, in private. It is open until {until}."
    if circle.state is CircleState.PROPOSED:
        return f"You have accepted a circle {_place(circle)}. I know more by {until}."
    thread = markup.channel(circle.thread_id) if circle.thread_id is not None else "its thread opens just now"
    return f"You are in a circle {_place(circle)}: {thread}. `/circle leave` ends that."


def left_over(reason: Reason, advice: Advice | None) -> str:
    """Why the last round had no circle for a member, and what could be changed."""
    text = (
        f"The last round of circles had none for you yet. {_REASONS_TO_ONE[reason]} You go first next time."
    )
    return f"{text} {_advice(advice)}" if advice is not None else text


def _advice(advice: Advice) -> str:
    if advice.travel_km is not None:
        return f"It would work out if you travelled up to {advice.travel_km} km: `/profile edit`."
    if advice.time is not None:
        return f"It would work out if you were free on {advice.time}, too: `/profile edit`."
    return "A circle that meets online would work out: `/profile edit` asks for it."


# What stands in the thread of a circle.


def thread_name(circle: Circle) -> str:
    """The name of a circle's thread."""
    return "Circle online" if circle.is_online else markup.cut(f"Circle {circle.area}", 60)


def welcome(
    post: Post,
    circle: Circle,
    names: Names,
    interest: str | None,
    counts: Mapping[datetime, int],
    *,
    is_spread: bool,
) -> discord.Embed:
    """The first word in a circle's thread, with the poll; `is_spread` if they live in several cities."""
    people = [names[user_id] for user_id in circle.sitting_ids if user_id in names]
    embed = discord.Embed(title=f"Welcome, {_listed(people)}!", colour=_ROSE)
    way = " That is where the longest way is the shortest." if is_spread and not circle.is_online else ""
    embed.description = (
        f"You are a circle, {_place(circle)}.{way} A first question:\n> {question_about(interest)}"
    )
    return _signed(poll(embed, circle, counts), post)


def poll(embed: discord.Embed, circle: Circle, counts: Mapping[datetime, int]) -> discord.Embed:
    """The embed with how the poll stands."""
    if not circle.times:
        text = "I see no two free hours that all of you share in the next weeks. What would suit you?"
        return embed.add_field(name="When?", value=text, inline=False)
    lines = [f"{markup.stamp(start, 'f')}: {_votes(counts.get(start, 0))}" for start in circle.times]
    until = circle.poll_until
    if until is not None:
        lines.append(f"Tap all that suit you. What suits most is fixed {markup.stamp(until, 'R')}.")
    return embed.add_field(name="When?", value="\n".join(lines), inline=False)


def redrawn(shown: discord.Embed, circle: Circle, counts: Mapping[datetime, int]) -> discord.Embed:
    """A message with a poll, as the poll stands now."""
    embed = shown.copy()
    embed.clear_fields()
    return poll(embed, circle, counts)


def time_label(start: datetime, zone: str) -> str:
    """A time on a button, by the circle's clocks."""
    local = to_local(start, zone)
    return f"{local:%a} {local.day} {local:%b}, {local.hour}:{local:%M}"


def line(post: Post, circle: Circle, names: Names, counts: Mapping[datetime, int]) -> discord.Embed:
    """What the bot says in the thread of a circle."""
    embed = discord.Embed(colour=_ROSE)
    match post.payload["line"]:
        case "joined":
            embed.description = f"👋 **{names.get(_whose(post), 'Somebody')}** joins you. Welcome!"
        case "poll":
            embed = poll(discord.Embed(title="New times", colour=_ROSE), circle, counts)
        case "fixed":
            start = markup.stamp_ms(post.payload["starts_ms"])
            embed.description = f"📅 {start} it is. I remind you here, and you can still say who comes."
        case "no_time":
            embed.description = "No time suits two of you yet. Write one that does, or let me offer new ones."
        case "met":
            embed.title = "Did you meet?"
            embed.description = "One tap is enough. “It's not for me” lets you out, and I tell nobody."
        case "merged":
            embed.description = "I have asked all of you to join a circle near. This thread stays yours."
        case _:
            embed.description = (
                "It has been quiet here, so I close this circle; the thread stays yours. All of you are in "
                "the next round. Thank you for having given it a try!"
            )
    return _signed(embed, post)


def has_met() -> discord.Embed:
    """The question whether they met, answered."""
    text = "Lovely! This thread stays yours, meet again whenever you like. You are in the next round as well."
    return discord.Embed(title="You met 🎉", description=text, colour=_ROSE)


def _whose(post: Post) -> int:
    user_id: int = post.payload.get("user_id", 0)
    return user_id


def _place(circle: Circle) -> str:
    return "online" if circle.is_online else f"around {markup.plain(circle.area)}"


def _bond(common: Common | None) -> str:
    if common is None:
        return ""
    name = f"**{markup.plain(common.name)}**"
    match common.bond:
        case Bond.INTEREST:
            return f" You have {name} in common."
        case Bond.FIELD:
            return f" One of them works in {name}, like you."
        case Bond.LANGUAGE:
            return f" You all speak {name}."


def _votes(count: int) -> str:
    return f"{'🟢' * count} {count} can" if count else "nobody yet"


def _stamps(times: Sequence[datetime]) -> str:
    return "\n".join(markup.stamp(start) for start in times)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "others"


def _signed(embed: discord.Embed, post: Post) -> discord.Embed:
    hints = {PostKind.INVITE: "for you alone", PostKind.APART: "for you alone"}
    return embed.set_footer(text=f"{hints.get(post.kind, 'your circle')} · {post.code}")
