"""Meetups: planned, announced, answered, and facilitated while they take place."""

from cogs.bot import LongtableBot
from cogs.custom_ids import DRAFT_FORM, EDIT_MEETUP_FORM
from cogs.meetups import agendas, attendance, brainstorms, feeds, planning, polls
from cogs.meetups.announcer import Announcer
from cogs.meetups.commands import MeetupCommands
from cogs.meetups.due_work import DueWork
from cogs.meetups.facilitator import Facilitator
from cogs.meetups.rooms import Rooms
from cogs.meetups.rsvps import RsvpReactions
from cogs.meetups.sync import MeetupSync
from services.jobs import Job
from services.meetups import announcing, facilitating, syncing


async def setup(bot: LongtableBot) -> None:
    sync, rsvps = MeetupSync(bot), RsvpReactions(bot)
    watch, due_work = attendance.VoiceWatch(bot), DueWork(bot)
    cogs = (
        sync,
        rsvps,
        Announcer(bot),
        Facilitator(bot),
        watch,
        due_work,
        polls.PollPictures(bot),
        Rooms(bot),
    )
    for cog in (*cogs, MeetupCommands(bot)):
        await bot.add_cog(cog)
    for module in (planning, agendas, brainstorms, attendance, polls, feeds):
        bot.add_dynamic_items(*module.BUTTONS)
    bot.modal_handlers |= {
        DRAFT_FORM: planning.take_draft_form,
        EDIT_MEETUP_FORM: planning.take_edit_form,
    }
    bot.reaction_handlers.append(rsvps)
    bot.jobs += [
        Job(
            due_work.do_due,
            (announcing.is_due, facilitating.is_due),
            (announcing.next_due_at, facilitating.next_due_at),
        ),
        Job(watch.tick),
        Job(sync.tick, (syncing.is_due,)),
    ]
