"""English words for times and rhythms that CLDR does not have: see `languages/time_words.py`."""

WORDS = {
    "day": "today=0, tomorrow=1, tmrw=1, tmr=1, tomorow=1, 2moro=1, 2morrow=1, 2mrw=1, tommorow=1, "
    "day after tomorrow=2, "
    "the day after tomorrow=2, overmorrow=2, yesterday=-1, day before yesterday=-2",
    "tonight": "tonight=night, tonite=night, 2nite=night, this evening=evening, this afternoon=afternoon, "
    "this morning=morning",
    "week": "this week=0, next week=1, the week after next=2, week after next=2, the week after=2",
    "month_ahead": "this month=0, next month=1, of this month=0, of next month=1",
    "half": "am=am, a.m=am, pm=pm, p.m=pm, morning=morning, afternoon=afternoon, evening=evening, "
    "night=night, in the morning=morning, in the afternoon=afternoon, in the evening=evening, "
    "at night=night, arvo=afternoon, lunchtime=noon, mornings=morning, afternoons=afternoon, "
    "evenings=evening",
    "fixed": "noon=720, midday=720, 12 noon=720, high noon=720, lunchtime=720",
    "midnight": "midnight",
    "in": "in, within",
    "later": "from now, later, hence",
    "for": "for, lasting",
    "long": "long",
    "until": "until, till, til, through, thru, ending, ends, up to",
    "to": "to, until, till, til, through",
    "from": "from, between",
    "and": "and, &, +, as well as, plus",
    "or": "or, or else",
    "at": "at, @, around",
    "the": "the, on the, day, on day",
    "of": "of",
    "ord": "st, nd, rd, th",
    "every": "every, each",
    "other": "other, alternate=alone",
    "this": "this",
    "coming": "coming, the coming, this coming, upcoming",
    "next": "next",
    "unit": "minute=minute, minutes=minute, min=minute, mins=minute, m=minute, hour=hour, hours=hour, "
    "hr=hour, hrs=hour, quarter of an hour=quarter, quarters of an hour=quarter, h=hour, day=day, days=day, "
    "d=day, week=week, weeks=week, wk=week, wks=week, "
    "w=week, month=month, months=month, mth=month, mths=month, year=year, years=year, yr=year, yrs=year, "
    "fortnight=fortnight",
    "hour_mark": "h",
    "after_clock": "hours, hrs",
    "before_hour": "half past=30, half=30, quarter past=15, a quarter past=15, quarter to=-15, "
    "a quarter to=-15, quarter before=-15, five past=5, ten past=10, twenty past=20, "
    "twenty-five past=25, five to=-5, ten to=-10, twenty to=-20, twenty-five to=-25, 5 past=5, "
    "10 past=10, 20 past=20, 25 past=25, 5 to=-5, 10 to=-10, 20 to=-20, quarter of=-15, "
    "quarter after=15",
    "after_hour": "thirty=30, fifteen=15, forty-five=45",
    "num": "a=1, an=1, one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10, "
    "eleven=11, twelve=12, thirteen=13, fourteen=14, fifteen=15, twenty=20, thirty=30, a couple of=2, "
    "couple of=2, sixteen=16, eighteen=18, forty-five=45, ninety=90",
    "half_of": "half a, half an, half",
    "and_half": "and a half",
    "nth": "first=1, second=2, third=3, fourth=4, last=-1, 1st=1, 2nd=2, 3rd=3, 4th=4, final=-1",
    "fifth": "fifth, 5th",
    "cadence": "daily=1 day, every day=1 day, everyday=1 day, each day=1 day, weekly=1 week, "
    "biweekly=2 week, bi-weekly=2 week, fortnightly=2 week, every fortnight=2 week, monthly=1 month, "
    "quarterly=3 month, every quarter=3 month, yearly=12 month, annually=12 month, every year=12 month, "
    "half-yearly=6 month, weekdays=1 workday, every weekday=1 workday, on weekdays=1 workday, "
    "workdays=1 workday, every workday=1 workday, every working day=1 workday, weekends=1 weekend, "
    "every weekend=1 weekend, on weekends=1 weekend, once a week=1 week, once a month=1 month, "
    "once a day=1 day",
    "of_month": "of the month, of each month, of every month, in the month, in every month, each month, "
    "every month, in each month",
    "last_day": "last day, the last day",
    "once": "once, never, no, none, one time, just once, only once, does not repeat, doesn't repeat, "
    "not repeating, no repeat",
    "times": "times, dates, x, occurrences, sessions, time, meetings, meetups",
    "starting": "starting, from, beginning, as of, since",
    "filler": "on, at, the, of, see you, let's meet, meet, st, nd, rd, th, repeats, repeating, date",
    "zone_word": "time, local time, timezone, time zone, standard time",
    "weekday": "tues=1, weds=2, thur=3, thurs=3",
    "weekdays": "mons=0, fris=4, sats=5, suns=6",
    "month": "sept=9",
    "examples": "tomorrow 18:00, tue 9:30, 24 dec 18:00, 2026-12-24 18:00",
    "example rhythms": "weekly, every 2 weeks, first and third friday, weekdays, once",
    "end_of": "the end of, end of",
    "year_end": "the end of the year, end of the year, year end, year's end, end of year",
    "times_before": "x",
    "sharp": "o'clock, oclock, sharp, on the dot",
}
