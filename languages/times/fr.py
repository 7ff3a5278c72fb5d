"""French words for times and rhythms that CLDR does not have: see `languages/time_words.py`."""

WORDS = {
    "day": "aujourd'hui=0, demain=1, après-demain=2, après demain=2, surlendemain=2, hier=-1, avant-hier=-2",
    "tonight": "ce soir=evening, cet après-midi=afternoon, ce matin=morning, cette nuit=night, "
    "cette après-midi=afternoon, cet aprem=afternoon, ce midi=noon",
    "week": "cette semaine=0, de cette semaine=0, la semaine prochaine=1, semaine prochaine=1, "
    "de la semaine prochaine=1, la semaine suivante=1",
    "month_ahead": "ce mois-ci=0, de ce mois=0, le mois prochain=1, du mois prochain=1, mois prochain=1",
    "half": "midi=noon, le midi=noon, aprem=afternoon, matin=morning, du matin=morning, le matin=morning, "
    "au matin=morning, après-midi=afternoon, "
    "de l'après-midi=afternoon, l'après-midi=afternoon, soir=evening, du soir=evening, le soir=evening, "
    "au soir=evening, de la nuit=night, la nuit=night, am=am, pm=pm, a.m=am, p.m=pm, en soirée=evening, "
    "dans la soirée=evening, dans la matinée=morning, dans l'après-midi=afternoon",
    "fixed": "midi=720, midi et quart=735, midi et demi=750, midi et demie=750",
    "midnight": "minuit",
    "in": "dans, d'ici",
    "later": "plus tard, à partir de maintenant",
    "for": "pendant, pdt, durant, pour, durée",
    "until": "jusqu'au, jusqu'à, jusqu'en, jusque, jusqu'à la, avant le",
    "to": "à, a, jusqu'à, et, au",
    "from": "de, entre, des, à partir de, du",
    "and": "et, &, +, ainsi que, puis",
    "or": "ou, ou bien",
    "at": "à, a, vers, dès, pour",
    "the": "le, au",
    "of": "de, d'",
    "ord": "er, e, eme, ème, nd",
    "every": "chaque, tous les, toutes les, tous, toutes, ts les, ttes les",
    "plural": "les",
    "this": "ce, cet, cette",
    "next": "prochain, prochaine, le prochain",
    "coming": "qui vient",
    "unit": "minute=minute, minutes=minute, min=minute, mn=minute, m=minute, heure=hour, heures=hour, "
    "quart d'heure=quarter, quarts d'heure=quarter, "
    "h=hour, jour=day, jours=day, j=day, d=day, semaine=week, semaines=week, sem=week, w=week, "
    "mois=month, an=year, ans=year, année=year, années=year",
    "hour_mark": "h, heure, heures, hs",
    "minute_mark": "min, minutes, mn",
    "after_hour": "et demie=30, et demi=30, et quart=15, moins le quart=-15, moins quart=-15, trente=30, "
    "quinze=15, moins dix=-10, moins cinq=-5, moins vingt=-20, dix=10, vingt=20, quarante-cinq=45, "
    "et cinq=5",
    "num": "un=1, une=1, deux=2, trois=3, quatre=4, cinq=5, six=6, sept=7, huit=8, neuf=9, dix=10, "
    "onze=11, douze=12, treize=13, quatorze=14, quinze=15, seize=16, dix-sept=17, dix-huit=18, "
    "dix-neuf=19, vingt=20, vingt et une=21, vingt-deux=22, vingt-trois=23, trente=30, quarante-cinq=45, "
    "quatre-vingt-dix=90",
    "half_of": "une demi, demi, une demi-, demi-, une demie",
    "and_half": "et demie, et demi",
    "nth": "premier=1, première=1, premiers=1, 1er=1, 1ers=1, deuxième=2, deuxièmes=2, second=2, "
    "seconde=2, 2e=2, 2ème=2, troisième=3, troisièmes=3, 3e=3, 3ème=3, quatrième=4, quatrièmes=4, 4e=4, "
    "4ème=4, dernier=-1, dernière=-1, derniers=-1",
    "fifth": "cinquième, 5e",
    "one_in_two": "sur deux, sur 2",
    "cadence": "quotidien=1 day, quotidiennement=1 day, tous les jours=1 day, chaque jour=1 day, "
    "hebdomadaire=1 week, hebdo=1 week, toutes les semaines=1 week, chaque semaine=1 week, "
    "une semaine sur deux=2 week, 1 semaine sur 2=2 week, tous les quinze jours=2 week, "
    "tous les 15 jours=2 week, mensuel=1 month, mensuellement=1 month, tous les mois=1 month, "
    "chaque mois=1 month, trimestriel=3 month, tous les trimestres=3 month, chaque trimestre=3 month, "
    "annuel=12 month, chaque année=12 month, tous les ans=12 month, bimestriel=2 month, "
    "semestriel=6 month, en semaine=1 workday, les jours ouvrés=1 workday, "
    "tous les jours ouvrés=1 workday, jours ouvrés=1 workday, tous les week-ends=1 weekend, "
    "chaque week-end=1 weekend, les week-ends=1 weekend, hebdomadairement=1 week, "
    "une fois par mois=1 month, une fois par semaine=1 week",
    "of_month": "du mois, de chaque mois, par mois, de tous les mois, chaque mois",
    "last_day": "dernier jour, le dernier jour, fin du mois, à la fin du mois",
    "once": "une fois, une seule fois, jamais, non, une fois seulement, sans répétition, aucune",
    "times_before": "x",
    "times": "fois, dates, séances, x, occurrences, rencontres",
    "starting": "à partir du, à partir de, dès le, à compter du, dès",
    "filler": "le, la, les, l', à, a, au, aux, de, du, d', on, heure, rendez-vous, rdv, de la",
    "zone_word": "heure, heure de, heure locale, heure d', heure locale de, à l'heure de",
    "month": "sept=9, fevr=2, juil=7",
    "examples": "demain à 18h, mardi 9h30, 24 décembre 18h, 2026-12-24 18:00",
    "example rhythms": "chaque semaine, toutes les 2 semaines, premier et troisième vendredi, "
    "en semaine, une fois",
    "idiom_days": "8=7, 15=14",
    "end_of": "la fin de, fin, fin de, à la fin de",
    "year_end": "la fin de l'année, fin d'année, la fin d’année, fin de l'année",
    "sharp": "pile, précises",
}
