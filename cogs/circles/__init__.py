"""Circles: matched, proposed to members, and accompanied until they meet."""

from cogs.bot import LongtableBot
from cogs.circles import buttons
from cogs.circles.commands import LEFT_OVER, CircleCommands
from cogs.circles.matchmaker import Matchmaker
from cogs.circles.poster import CirclePoster
from domain.posts import CIRCLE_POSTS
from services.circles import posting, rounds
from services.jobs import Job


async def setup(bot: LongtableBot) -> None:
    poster, matchmaker = CirclePoster(bot), Matchmaker(bot)
    for cog in (CircleCommands(bot), poster, matchmaker):
        await bot.add_cog(cog)
    bot.add_dynamic_items(*buttons.BUTTONS)
    bot.message_writers |= dict.fromkeys(CIRCLE_POSTS, poster.write_anew)
    bot.hints.append(LEFT_OVER)
    bot.jobs += [
        Job(poster.tick, (posting.is_due,), (posting.next_due_at,)),
        Job(matchmaker.tick, (rounds.is_due,), (rounds.next_due_at,)),
    ]
