"""How circles look: proposals, and messages in their threads. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import discord

from cogs.ui import markup
from cogs.ui.circles.icebreakers import question_about
from cogs.ui.colours import GREY, ROSE
from domain.circles.advice import Advice
from domain.circles.circle import Circle, CircleState, SeatState
from domain.circles.common_ground import Bond, CommonGround
from domain.circles.matching_result import LeftOverReason
from domain.circles.member import SMALLEST
from domain.posts import Post
from languages import gettext, gettext_noop, listed

NamesById = Mapping[int, str]

LEFT = gettext_noop(
    "Done, and nobody is told. You are in the next round; *Take a break* in `/profile show` "
    "keeps you out for a while. To hide the thread, choose *Leave Thread* in its menu."
)
NOT_YET = gettext_noop(
    "That's fine, the first time is the hardest to find. A date in the calendar helps most. "
    "I'll ask again in two weeks."
)
NEW_TIMES = gettext_noop("Good idea: new times are on their way into this thread.")
ONE_MORE = gettext_noop("I'm looking for somebody who fits. I'll welcome them here.")
MERGED = gettext_noop("A nearby circle has room for all of you. I am asking each of you.")

FIRST_POLL = 1  # the number of the poll in a circle's welcome
LINES_WITH_BUTTONS = frozenset({"poll", "no_time", "met"})
_NAME_LENGTH = 30
_REASONS_TO_ONE = {
    LeftOverReason.NOBODY_NEAR: gettext_noop("There were not enough people within reach of you."),
    LeftOverReason.NO_TIME: gettext_noop("Nobody near was free when you are."),
    LeftOverReason.NO_LANGUAGE: gettext_noop("Nobody near speaks one of your languages."),
    LeftOverReason.NO_GROUP: gettext_noop("No group of three to five came together around you this time."),
}


def first_name(display_name: str) -> str:
    """Returns the first word of a member's display name, by which the bot calls them."""
    words = display_name.split()
    return markup.plain(markup.cut(words[0] if words else gettext("somebody"), _NAME_LENGTH))


# What one member sees.


def invitation(
    post: Post, circle: Circle, names: NamesById, common: CommonGround | None, times: Sequence[datetime]
) -> discord.Embed:
    """Returns the proposal of a circle to one of its members."""
    others = [names[user_id] for user_id in circle.held_ids if user_id in names and user_id != _whose(post)]
    embed = discord.Embed(title=gettext("A small circle for you?"), colour=ROSE)
    sentences = [gettext("You and **{names}**, {place}.", names=_listed(others), place=_place(circle))]
    sentences += [_bond(common)] if common is not None else []
    embed.description = " ".join(sentences)
    if times:
        embed.add_field(name=gettext("All of you are free"), value=_stamps(times[:3]), inline=False)
    embed.add_field(
        name=gettext("What now?"),
        value=(
            gettext(
                "Please answer by {when}. Once three accept, a private thread opens, where you find a "
                "time. “Not this time” is fine too: nobody is told.",
                when=markup.stamp(circle.answer_by, "f"),
            )
        ),
        inline=False,
    )
    return embed.set_footer(text=gettext("for you alone"))


def answered_invitation(circle: Circle, seat: SeatState | None) -> discord.Embed:
    """Returns what a proposal shows that was answered, or to which nobody can answer any more."""
    match seat:
        case SeatState.ACCEPTED | SeatState.MET:
            return accepted(circle)
        case SeatState.DECLINED:
            return declined()
        case _:
            text = gettext("This proposal is over. `/circle mine` shows what comes next for you.")
            return discord.Embed(title=gettext("A small circle for you?"), description=text, colour=GREY)


def accepted(circle: Circle) -> discord.Embed:
    """Returns what a proposal shows after it was accepted."""
    embed = discord.Embed(title=gettext("You are in ☕"), colour=ROSE)
    if circle.thread_id is not None:
        embed.description = gettext("Your circle is here: {thread}.", thread=markup.channel(circle.thread_id))
    elif circle.state is CircleState.FORMED:
        embed.description = gettext(
            "Your circle has formed! Its thread opens in a moment, and I'll mention you in it."
        )
    else:
        embed.description = gettext(
            "Once {count} have accepted, a private thread opens and I'll mention you in it. You'll "
            "know by {when}.",
            count=SMALLEST,
            when=markup.stamp(circle.answer_by, "f"),
        )
    return embed


def declined() -> discord.Embed:
    """Returns what a proposal shows after it was declined."""
    text = gettext(
        "Nobody is told, and you are in the next round. *Take a break* in `/profile show` keeps "
        "you out for a while."
    )
    return discord.Embed(title=gettext("All right"), description=text, colour=GREY)


def not_formed() -> discord.Embed:
    """Returns the message to a member who accepted a circle that did not form."""
    embed = discord.Embed(title=gettext("Not yet"), colour=GREY)
    embed.description = gettext(
        "Thank you for saying yes! This circle did not come together this time. You go "
        "first in the next round."
    )
    return embed.set_footer(text=gettext("for you alone"))


def standing(
    user_id: int,
    circle: Circle | None,
    reason: LeftOverReason | None,
    advice: Advice | None,
    *,
    is_looking: bool,
) -> str:
    """Returns how a member stands: in a circle, proposed one, left over or not looking for one."""
    if circle is not None:
        return _standing_in(circle, user_id)
    if not is_looking:
        return gettext(
            "You are in no circle. `/profile edit` puts you into the next round, `/profile "
            "show` ends a break."
        )
    return (
        left_over(reason, advice)
        if reason is not None
        else gettext("You are in no circle, and in the next round.")
    )


def _standing_in(circle: Circle, user_id: int) -> str:
    until = markup.stamp(circle.answer_by, "f")
    if circle.state_of(user_id) is SeatState.INVITED:
        return gettext(
            "You have a private invitation to a circle {place}. You can answer until {until}.",
            place=_place(circle),
            until=until,
        )
    if circle.state is CircleState.PROPOSED:
        return gettext(
            "You have accepted a circle {place}. You'll know by {until} whether it forms.",
            place=_place(circle),
            until=until,
        )
    thread = (
        markup.channel(circle.thread_id)
        if circle.thread_id is not None
        else gettext("its thread is just opening")
    )
    return gettext("You are in a circle {place}: {thread}.", place=_place(circle), thread=thread)


def leave_question(circle: Circle, user_id: int) -> str:
    """Returns the question before a member leaves their circle, or says no to one that is proposed."""
    if circle.state is CircleState.PROPOSED or circle.state_of(user_id) is SeatState.INVITED:
        return gettext(
            "Say no to the circle {place}? Nobody hears of it, and you are in the next round.",
            place=_place(circle),
        )
    return gettext(
        "Leave your circle {place}? Nobody is told, and you are in the next round.", place=_place(circle)
    )


def left_over(reason: LeftOverReason, advice: Advice | None) -> str:
    """Returns why the last round had no circle for a member, and what they could change, if anything."""
    text = gettext(
        "The last round of circles had none for you yet. {reason} You go first next time.",
        reason=gettext(_REASONS_TO_ONE[reason]),
    )
    return f"{text} {_advice(advice)}" if advice is not None else text


def _advice(advice: Advice) -> str:
    if advice.travel_km is not None:
        return gettext(
            "It would work out if you travelled up to {km} km: `/profile edit`.",
            km=advice.travel_km,
        )
    if advice.time is not None:
        return gettext(
            "It would work out if you were free on {time}, too: `/profile edit`.", time=advice.time
        )
    return gettext("A circle that meets online would work out: `/profile edit` asks for it.")


# What stands in the thread of a circle.


def thread_name(circle: Circle) -> str:
    """Returns the name of a circle's thread."""
    return (
        gettext("Circle online")
        if circle.is_online
        else markup.cut(gettext("Circle {area}", area=circle.area), 60)
    )


def welcome(
    circle: Circle,
    people: Sequence[str],
    interest: str | None,
    counts: Mapping[datetime, int],
    *,
    is_spread: bool,
) -> discord.Embed:
    """Returns the first message in a circle's thread. `is_spread`: they live in several cities."""
    embed = discord.Embed(title=gettext("Welcome, {names}!", names=_listed(people)), colour=ROSE)
    sentences = [gettext("You are a circle, {place}.", place=_place(circle))]
    if is_spread and not circle.is_online:
        sentences.append(gettext("That is roughly halfway for everybody."))
    sentences.append(gettext("A first question:"))
    embed.description = f"{' '.join(sentences)}\n> {question_about(interest)}"
    return poll(embed, circle, counts, FIRST_POLL).set_footer(text=gettext("your circle"))


def poll(embed: discord.Embed, circle: Circle, counts: Mapping[datetime, int], number: int) -> discord.Embed:
    """Returns the embed with the times of the circle's poll of this number added, and their votes."""
    if circle.polls != number:
        return embed.add_field(name=gettext("When?"), value=gettext("This poll is over."), inline=False)
    if not circle.times:
        text = gettext(
            "I see no two free hours that all of you share in the next weeks. What would suit you?"
        )
        return embed.add_field(name=gettext("When?"), value=text, inline=False)
    lines = [
        f"**{place}.** {markup.stamp(start, 'f')}: {_votes(counts.get(start, 0))}"
        for place, start in enumerate(circle.times, start=1)
    ]
    until = circle.poll_until
    if until is not None:
        lines.append(
            gettext(
                "Tap every number that suits you. By {when} the time that suits most is chosen.",
                when=markup.stamp(until, "f"),
            )
        )
    else:
        lines.append(gettext("This poll is over."))
    return embed.add_field(name=gettext("When?"), value="\n".join(lines), inline=False)


def with_poll(posted: discord.Embed, circle: Circle, counts: Mapping[datetime, int]) -> discord.Embed:
    """Returns a copy of an embed with a poll, with the votes as they are now."""
    embed = posted.copy()
    embed.clear_fields()
    return poll(embed, circle, counts, circle.polls)


def thread_line(
    post: Post,
    circle: Circle,
    names: NamesById,
    counts: Mapping[datetime, int],
    *,
    is_kept_out: bool = False,
) -> discord.Embed:
    """Returns a message in the thread of a circle; the payload's `line` says which.

    `is_kept_out`: whoever joins cannot be added to the thread yet.
    """
    embed = discord.Embed(colour=ROSE)
    match post.payload["line"]:
        case "joined" if is_kept_out:
            embed.description = gettext(
                "👋 **{name}** is one of you now. I could not add them to this thread yet; the organisers "
                "know.",
                name=names.get(_whose(post), gettext("Somebody")),
            )
        case "joined":
            embed.description = gettext(
                "👋 **{name}** joins you. Welcome!", name=names.get(_whose(post), gettext("Somebody"))
            )
        case "poll":
            embed = discord.Embed(title=gettext("New times"), colour=ROSE)
            poll(embed, circle, counts, poll_number(post))
        case "fixed":
            start = markup.stamp_ms(post.payload["starts_ms"])
            embed.description = gettext(
                "📅 {start} it is. Before that, I'll remind you here with a card, where you say whether "
                "you come.",
                start=start,
            )
        case "no_time":
            embed.description = (
                gettext("No time suits two of you yet. Write one that does, or let me offer new ones.")
                if is_without_time(circle, post)
                else gettext("No time suited two of you then.")
            )
        case "met":
            embed = _have_met(circle, post)
        case "merged":
            embed.description = gettext(
                "I have asked each of you to join a nearby circle. This thread stays yours."
            )
        case _:
            embed.description = gettext(
                "It has been quiet here, so this circle is closed. The thread stays yours, and all of "
                "you are in the next round. Thank you for giving it a try!"
            )
    return embed.set_footer(text=gettext("your circle"))


def _have_met(circle: Circle, post: Post) -> discord.Embed:
    """Returns the question whether they met; once it is answered or over, it says so."""
    if circle.state is CircleState.MET:
        return answered_met()
    if not is_asked(circle, post):
        text = gettext("Did you meet? This question is closed.")
        return discord.Embed(description=text, colour=GREY)
    text = gettext("One tap is enough. “It's not for me” takes you out, and nobody is told.")
    return discord.Embed(title=gettext("Did you meet?"), description=text, colour=ROSE)


def poll_number(post: Post) -> int:
    """Returns the number of the poll that a line in a circle's thread is about."""
    return int(post.key.partition(":")[2])


def is_without_time(circle: Circle, post: Post) -> bool:
    """Returns whether it is still true that no time suits, as this line says."""
    is_last = circle.polls == poll_number(post)
    return circle.state is CircleState.FORMED and is_last and circle.poll_until is None


def is_asked(circle: Circle, post: Post) -> bool:
    """Returns whether the question whether they met, asked with this line, is the last and still open."""
    return circle.state is CircleState.FORMED and circle.asked == post.payload["asked"]


def answered_met() -> discord.Embed:
    """Returns what the question whether they met shows after a yes."""
    text = gettext(
        "Lovely! This thread stays yours, meet again whenever you like. You are in the next round as well."
    )
    return discord.Embed(title=gettext("You met 🎉"), description=text, colour=ROSE)


def _whose(post: Post) -> int:
    user_id: int = post.payload.get("user_id", 0)
    return user_id


def _place(circle: Circle) -> str:
    return gettext("online") if circle.is_online else gettext("around {area}", area=markup.plain(circle.area))


def _bond(common: CommonGround) -> str:
    name = f"**{markup.plain(gettext(common.name))}**"
    match common.bond:
        case Bond.INTEREST:
            return gettext("You have {name} in common.", name=name)
        case Bond.FIELD:
            return gettext("One of them works in {name}, like you.", name=name)
        case Bond.LANGUAGE:
            return gettext("You all speak {name}.", name=name)


def _votes(count: int) -> str:
    return f"{'🟢' * count} {gettext('{count} can', count=count)}" if count else gettext("nobody yet")


def _stamps(times: Sequence[datetime]) -> str:
    return "\n".join(markup.stamp(start) for start in times)


def _listed(names: Sequence[str]) -> str:
    return listed(names) if names else gettext("others")
