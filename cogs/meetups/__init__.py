"""Meetups: planned, announced, answered, and facilitated while they take place."""

from cogs.bot import LongtableBot
from cogs.custom_ids import ASK_POLL, DRAFT_FORM
from cogs.meetups import (
    agendas,
    attendance,
    brainstorms,
    copying,
    feedback,
    feeds,
    guest_lists,
    guests,
    hosting,
    managing,
    one_date,
    planning,
    polls,
    seat_offers,
    undecided,
    whats_on,
)
from cogs.meetups.announcer import Announcer
from cogs.meetups.answer_roles import AnswerRoles
from cogs.meetups.commands import MeetupCommands
from cogs.meetups.due_work import DueWork
from cogs.meetups.facilitator import Facilitator
from cogs.meetups.pictures import MeetupPictures
from cogs.meetups.rooms import Rooms
from cogs.meetups.rsvps import RsvpReactions
from cogs.meetups.sync import MeetupSync
from domain.posts import MEETUP_POSTS, PostKind
from services.jobs import Job
from services.meetups import announcing, facilitating, syncing
from services.meetups import feedback as counting


async def setup(bot: LongtableBot) -> None:
    sync, rsvps = MeetupSync(bot), RsvpReactions(bot)
    announcer, pictures = Announcer(bot), polls.PollPictures(bot)
    watch, due_work = attendance.VoiceWatch(bot), DueWork(bot)
    count = feedback.FeedbackCount(bot)
    cogs = (
        sync,
        rsvps,
        announcer,
        Facilitator(bot),
        watch,
        due_work,
        count,
        pictures,
        MeetupPictures(bot),
        Rooms(bot),
        AnswerRoles(bot),
    )
    for cog in (*cogs, MeetupCommands(bot)):
        await bot.add_cog(cog)
    modules = (
        planning,
        copying,
        managing,
        one_date,
        agendas,
        brainstorms,
        attendance,
        guest_lists,
        feedback,
        undecided,
        seat_offers,
        polls,
        feeds,
        guests,
        whats_on,
        hosting,
    )
    for module in modules:
        bot.add_dynamic_items(*module.BUTTONS)
    bot.modal_handlers |= managing.FORMS | hosting.FORMS
    bot.modal_handlers |= {
        ASK_POLL: polls.take_poll,
        DRAFT_FORM: planning.take_draft_form,
    }
    bot.reaction_handlers.append(rsvps)
    bot.message_writers |= dict.fromkeys(MEETUP_POSTS, announcer.write_anew)
    bot.message_writers[PostKind.POLL] = pictures.write_anew
    bot.jobs += [
        Job(
            due_work.do_due,
            (announcing.is_due, facilitating.is_due),
            (announcing.next_due_at, facilitating.next_due_at),
        ),
        Job(watch.tick),
        Job(count.tick, (counting.is_due,), (counting.next_due_at,)),
        hosting.make_offers_job(bot),
        Job(sync.tick, (syncing.is_due,)),
    ]
