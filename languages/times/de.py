"""German words for times and rhythms that CLDR does not have: see `languages/time_words.py`."""

WORDS = {
    "day": "heute=0, heut=0, morgen=1, übermorgen=2, gestern=-1, vorgestern=-2",
    "tonight": "heute abend=evening, heut abend=evening, heute nacht=night, heute morgen=morning, "
    "heute früh=morning, "
    "heute vormittag=morning, heute nachmittag=afternoon, heute mittag=noon",
    "week": "diese woche=0, dieser woche=0, nächste woche=1, nächster woche=1, kommende woche=1, "
    "kommender woche=1, übernächste woche=2, übernächster woche=2, in der nächsten woche=1",
    "month_ahead": "diesen monat=0, diesem monat=0, dieses monats=0, nächsten monat=1, "
    "nächsten monats=1, im nächsten monat=1",
    "half": "mittag=noon, zu mittag=noon, morgens=morning, früh=morning, vormittags=morning, "
    "vormittag=morning, mittags=noon, "
    "nachmittag=afternoon, nachmittags=afternoon, abend=evening, abends=evening, nachts=night, "
    "nacht=night, am morgen=morning, am vormittag=morning, am nachmittag=afternoon, am abend=evening, "
    "in der früh=morning, in der nacht=night, am mittag=noon, a.m=am, p.m=pm, pm=pm",
    "after_day_half": "morgen=morning",
    "weekday_half": "montagmorgen=0 morning, montagfrüh=0 morning, montagvormittag=0 morning, "
    "montagnachmittag=0 afternoon, montagabend=0 evening, dienstagmorgen=1 morning, "
    "dienstagfrüh=1 morning, dienstagvormittag=1 morning, dienstagnachmittag=1 afternoon, "
    "dienstagabend=1 evening, mittwochmorgen=2 morning, mittwochfrüh=2 morning, "
    "mittwochvormittag=2 morning, mittwochnachmittag=2 afternoon, mittwochabend=2 evening, "
    "donnerstagmorgen=3 morning, donnerstagfrüh=3 morning, donnerstagvormittag=3 morning, "
    "donnerstagnachmittag=3 afternoon, donnerstagabend=3 evening, freitagmorgen=4 morning, "
    "freitagfrüh=4 morning, freitagvormittag=4 morning, freitagnachmittag=4 afternoon, "
    "freitagabend=4 evening, samstagmorgen=5 morning, samstagfrüh=5 morning, samstagvormittag=5 morning, "
    "samstagnachmittag=5 afternoon, samstagabend=5 evening, sonntagmorgen=6 morning, "
    "sonntagfrüh=6 morning, sonntagvormittag=6 morning, sonntagnachmittag=6 afternoon, "
    "sonntagabend=6 evening",
    "fixed": "mittag=720, 12 uhr mittags=720, zwölf uhr mittags=720",
    "midnight": "mitternacht",
    "in": "in",
    "later": "ab jetzt, später",
    "for": "für, während, dauer",
    "long": "lang",
    "until": "bis, bis zum, bis einschließlich, bis zu, endet am",
    "to": "bis, bis um, und",
    "from": "von, zwischen, ab",
    "and": "und, &, +, sowie",
    "or": "oder, oder am, bzw, beziehungsweise",
    "at": "um, ab, gegen, circa, ca., etwa um",
    "the": "der, den, dem, am, die, jeweils am",
    "of": "des, im",
    "ord": ".",
    "every": "jeden, jede, jeder, jedes, jedem, alle, immer, jeweils",
    "other": "zweiten anderen",
    "every_other": "jeden zweiten=2, jede zweite=2, jeder zweite=2, jedem zweiten=2, jeden 2.=2, "
    "jede 2.=2, jede andere=2, jeden anderen=2",
    "this": "diesen, dieser, diese, dieses, diesem",
    "coming": "kommenden, kommender, kommende, am kommenden, kommendem",
    "next": "nächsten, nächster, nächste, am nächsten, nächstem",
    "unit": "minute=minute, minuten=minute, min=minute, m=minute, stunde=hour, stunden=hour, std=hour, "
    "viertelstunde=quarter, dreiviertelstunde=three_quarters, "
    "h=hour, tag=day, tage=day, tagen=day, d=day, woche=week, wochen=week, w=week, monat=month, "
    "monate=month, monaten=month, monats=month, jahr=year, jahre=year, jahren=year",
    "hour_mark": "uhr, h",
    "before_hour": "halb=-30, viertel nach=15, viertel vor=-15, dreiviertel=-15, fünf nach=5, "
    "zehn nach=10, zwanzig nach=20, fünf vor=-5, zehn vor=-10, zwanzig vor=-20, fünf vor halb=-35, "
    "fünf nach halb=-25, 5 nach=5, 10 nach=10, 20 nach=20, 5 vor=-5, 10 vor=-10, 20 vor=-20",
    "num": "ein=1, eine=1, einen=1, einem=1, einer=1, ner=1, nem=1, eins=1, zwei=2, drei=3, vier=4, fünf=5, "
    "sechs=6, "
    "sieben=7, acht=8, neun=9, zehn=10, elf=11, zwölf=12, vierzehn=14, fünfzehn=15, zwanzig=20, "
    "dreißig=30, dreizehn=13, sechzehn=16, siebzehn=17, achtzehn=18, neunzehn=19, einundzwanzig=21, "
    "zweiundzwanzig=22, dreiundzwanzig=23, fünfundvierzig=45, neunzig=90",
    "half_of": "einer halben, ner halben, halbe, halben, eine halbe, einem halben, ein halbes",
    "and_half": "und eine halbe, und einer halben, einhalb",
    "mixed": "anderthalb=90, eineinhalb=90, zweieinhalb=150, dreieinhalb=210",
    "nth": "ersten=1, erster=1, erste=1, zweiten=2, zweiter=2, zweite=2, dritten=3, dritter=3, dritte=3, "
    "vierten=4, vierter=4, vierte=4, letzten=-1, letzter=-1, letzte=-1, 1.=1, 2.=2, 3.=3, 4.=4",
    "fifth": "fünften, fünfter, 5.",
    "cadence": "täglich=1 day, jeden tag=1 day, alle tage=1 day, wöchentlich=1 week, "
    "zweiwöchentlich=2 week, 14-tägig=2 week, 14-täglich=2 week, vierzehntägig=2 week, "
    "vierzehntäglich=2 week, monatlich=1 month, vierteljährlich=3 month, quartalsweise=3 month, "
    "jedes quartal=3 month, halbjährlich=6 month, jährlich=12 month, jedes jahr=12 month, "
    "werktags=1 workday, wochentags=1 workday, an werktagen=1 workday, jeden werktag=1 workday, "
    "unter der woche=1 workday, jedes wochenende=1 weekend, zweimonatlich=2 month, im wochentakt=1 week, "
    "einmal im monat=1 month, einmal pro monat=1 month, einmal pro woche=1 week, "
    "einmal die woche=1 week, einmal in der woche=1 week",
    "of_month": "im monat, des monats, jedes monats, eines monats, jeden monat, eines jeden monats, "
    "pro monat, in jedem monat, jeden monats",
    "last_day": "letzten tag, letzter tag, am letzten tag, monatsletzten, am monatsletzten, monatsende, "
    "am monatsende",
    "once": "einmal, einmalig, nie, nein, nur einmal, keine wiederholung, keine",
    "times_before": "x",
    "times": "mal, x, termine, termin, treffen, male",
    "starting": "ab, ab dem, beginnend am, beginnend, startend, seit",
    "filler": "am, um, den, der, die, dem, im, an, zum, uhr, ., on, treffen, termin, uhrzeit, also, wieder",
    "zone_word": "zeit, ortszeit, uhrzeit, zeitzone",
    "weekday": "sonnabend=5",
    "weekdays": "sonnabends=5",
    "month": "jänner=1, mrz=3, feber=2, mär=3, sept=9",
    "examples": "morgen 18 Uhr, Di 9:30, 24. Dezember 18 Uhr, 2026-12-24 18:00",
    "example rhythms": "wöchentlich, alle 2 Wochen, erster und dritter Freitag, werktags, einmal",
    "end_of": "ende, zum ende",
    "year_end": "ende des jahres, jahresende, zum jahresende",
    "sharp": "genau, pünktlich",
    # With these a weekday only begins, and they are said of other things.
    "other_words": "mit, frei",
}
