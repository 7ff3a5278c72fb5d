"""Spanish words for times and rhythms that CLDR does not have: see `languages/time_words.py`."""

WORDS = {
    "day": "hoy=0, mañana=1, pasado mañana=2, pasado=2, ayer=-1, anteayer=-2",
    "tonight": "esta noche=night, esta tarde=afternoon, esta mañana=morning, hoy por la noche=night, "
    "hoy por la tarde=afternoon, hoy por la mañana=morning, hoy en la noche=night, "
    "hoy en la tarde=afternoon",
    "week": "esta semana=0, de esta semana=0, la próxima semana=1, próxima semana=1, "
    "de la próxima semana=1, la semana que viene=1, semana que viene=1, de la semana que viene=1, "
    "la semana próxima=1, la otra semana=1",
    "month_ahead": "este mes=0, de este mes=0, el próximo mes=1, del próximo mes=1, el mes que viene=1, "
    "del mes que viene=1",
    "half": "de la mañana=morning, por la mañana=morning, a la mañana=morning, en la mañana=morning, "
    "de la madrugada=morning, de madrugada=morning, de la tarde=afternoon, por la tarde=afternoon, "
    "a la tarde=afternoon, en la tarde=afternoon, tarde=afternoon, de la noche=night, "
    "por la noche=night, a la noche=night, en la noche=night, noche=night, am=am, pm=pm, a.m=am, p.m=pm, "
    "del mediodía=noon, mediodía=noon",
    "fixed": "mediodía=720, del mediodía=720, 12 del mediodía=720",
    "midnight": "medianoche",
    "in": "en, dentro de, de aquí a",
    "later": "más tarde, después",
    "for": "durante, por, de duración",
    "until": "hasta, hasta el, hasta el día",
    "to": "a, a las, a la, hasta las, hasta la, y las, y, al, hasta",
    "from": "de, desde, desde las, de las, entre las, entre, desde la, de la",
    "and": "y, e, &, +",
    "or": "o, u, o bien",
    "at": "a las, a la, a, las, sobre las, hacia las, a eso de las, la, al",
    "the": "el, el día, los días, al, día",
    "of": "de, del",
    "ord": "o, a, er, º, ª, °",
    "every": "cada, todos los, todas las, todo, todos",
    "every_date": "cada día, todos los días, cada",
    "every_other": "cada segundo=0, cada segunda=0",
    "plural": "los, las",
    "this": "este, esta, este próximo",
    "next": "próximo, el próximo, próxima",
    "coming": "que viene, próximo",
    "unit": "minuto=minute, minutos=minute, min=minute, mins=minute, m=minute, hora=hour, horas=hour, "
    "cuarto de hora=quarter, cuartos de hora=quarter, "
    "h=hour, hs=hour, día=day, días=day, d=day, semana=week, semanas=week, sem=week, w=week, mes=month, "
    "meses=month, año=year, años=year, quincena=fortnight",
    "hour_mark": "h, hs, hrs, horas, hora",
    "minute_mark": "min, minutos",
    "after_hour": "y media=30, y cuarto=15, menos cuarto=-15, y diez=10, y cinco=5, y veinte=20, "
    "menos diez=-10, menos cinco=-5, menos veinte=-20",
    "before_hour": "cuarto para las=-15, un cuarto para las=-15, diez para las=-10",
    "num": "un=1, una=1, uno=1, dos=2, tres=3, cuatro=4, cinco=5, seis=6, siete=7, ocho=8, nueve=9, "
    "diez=10, once=11, doce=12, trece=13, catorce=14, quince=15, veinte=20, treinta=30, un par de=2, "
    "dieciséis=16, diecisiete=17, dieciocho=18, diecinueve=19, veintiuna=21, veintidós=22, veintitrés=23, "
    "cuarenta y cinco=45, noventa=90",
    "half_of": "media, medio",
    "and_half": "y media, y medio",
    "nth": "primer=1, primero=1, primera=1, primeros=1, segundo=2, segunda=2, segundos=2, tercer=3, "
    "tercero=3, tercera=3, terceros=3, cuarto=4, cuarta=4, último=-1, última=-1, últimos=-1, 1er=1, "
    "1.º=1, 2.º=2, 3.º=3, 4.º=4, 1º=1, 2º=2, 3º=3, 4º=4, 3er=3",
    "fifth": "quinto, quinta",
    "one_in_two": "sí y otro no, sí y uno no, sí otro no, de cada dos, alternos, sí y otra no, alternas",
    "cadence": "diario=1 day, diariamente=1 day, cada día=1 day, todos los días=1 day, a diario=1 day, "
    "semanal=1 week, semanalmente=1 week, cada semana=1 week, todas las semanas=1 week, "
    "quincenal=2 week, quincenalmente=2 week, cada quincena=2 week, cada quince días=2 week, "
    "cada 15 días=2 week, una semana sí y otra no=2 week, cada dos semanas=2 week, "
    "semanas alternas=2 week, mensual=1 month, mensualmente=1 month, cada mes=1 month, "
    "todos los meses=1 month, trimestral=3 month, trimestralmente=3 month, cada trimestre=3 month, "
    "bimestral=2 month, semestral=6 month, anual=12 month, cada año=12 month, todos los años=12 month, "
    "entre semana=1 workday, de lunes a viernes=1 workday, días laborables=1 workday, "
    "los días laborables=1 workday, cada día laborable=1 workday, días hábiles=1 workday, "
    "fines de semana=1 weekend, los fines de semana=1 weekend, todos los fines de semana=1 weekend, "
    "cada fin de semana=1 weekend, una vez al mes=1 month, una vez por semana=1 week, "
    "una vez a la semana=1 week",
    "of_month": "del mes, de mes, de cada mes, al mes, de todos los meses, cada mes, por mes",
    "last_day": "último día, el último día, fin de mes, a fin de mes",
    "once": "una vez, una sola vez, nunca, no, solo una vez, sin repetición, ninguna",
    "times_before": "x",
    "times": "veces, fechas, sesiones, x, vez, encuentros",
    "starting": "a partir del, desde el, empezando el, a partir de, desde",
    "filler": "el, la, los, las, a, de, del, on, al, día, que, h, hora",
    "zone_word": "hora, hora de, hora local, horario de, hora local de, hora del",
    "weekday": "mier=2, sab=5",
    "month": "set=9, setiembre=9, sept=9, sep=9",
    "examples": "mañana a las 18:00, martes 9:30, 24 de diciembre 18:00, 2026-12-24 18:00",
    "example rhythms": "cada semana, cada 2 semanas, primer y tercer viernes, entre semana, una vez",
    "idiom_days": "8=7, 15=14",
    "end_of": "finales de, fines de, el final de, fin de",
    "year_end": "fin de año, finales de año, final de año, el fin de año",
    "sharp": "en punto",
}
