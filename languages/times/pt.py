"""Brazilian Portuguese words for times and rhythms that CLDR does not have: see `languages/time_words.py`."""

WORDS = {
    "day": "hoje=0, hj=0, amanhã=1, depois de amanhã=2, ontem=-1, anteontem=-2",
    "tonight": "hoje à noite=night, hoje de noite=night, hoje à tarde=afternoon, "
    "hoje de tarde=afternoon, hoje de manhã=morning, hoje pela manhã=morning, esta noite=night, "
    "essa noite=night, esta tarde=afternoon, essa tarde=afternoon, esta manhã=morning",
    "week": "esta semana=0, essa semana=0, desta semana=0, dessa semana=0, nesta semana=0, "
    "nessa semana=0, semana que vem=1, da semana que vem=1, na semana que vem=1, próxima semana=1, "
    "da próxima semana=1, na próxima semana=1, a semana que vem=1",
    "month_ahead": "este mês=0, deste mês=0, mês que vem=1, do mês que vem=1, próximo mês=1, "
    "do próximo mês=1, no mês que vem=1",
    "half": "da manhã=morning, de manhã=morning, pela manhã=morning, à manhã=morning, manhã=morning, "
    "da madrugada=morning, de madrugada=morning, da tarde=afternoon, de tarde=afternoon, "
    "à tarde=afternoon, tarde=afternoon, da noite=night, de noite=night, à noite=night, noite=night, "
    "am=am, pm=pm, a.m=am, p.m=pm",
    "fixed": "meio-dia=720, meio dia=720",
    "half_noon": "meio-dia e meia=750, meio dia e meia=750",
    "midnight": "meia-noite, meia noite",
    "in": "em, daqui a, dentro de, daqui",
    "later": "depois, mais tarde, a partir de agora",
    "for": "durante, por, de duração",
    "until": "até, até o, até o dia, até dia, até ao",
    "to": "às, as, até as, até às, até, a, à, e, ao",
    "from": "das, de, da, entre as, entre, desde as",
    "and": "e, &, +",
    "or": "ou, ou então",
    "at": "às, as, à, a, lá pelas, por volta das, pelas, ao",
    "the": "o, dia, dias, nos dias, no dia, o dia, no, do dia, em",
    "of": "de, do, em",
    "ord": "o, a, º, ª, °",
    "every": "toda, todo, todos os, todas as, cada, a cada, todos, todas",
    "every_date": "todo dia, todos os dias, a cada dia, cada dia",
    "every_other": "cada segundo=0, cada segunda=0",
    "plural": "às, aos, nas, nos, as, os",
    "this": "esta, este, essa, esse, nesta, nessa, neste, nesse",
    "next": "próxima, próximo, na próxima, no próximo, a próxima, o próximo",
    "coming": "que vem",
    "unit": "minuto=minute, minutos=minute, min=minute, mins=minute, m=minute, hora=hour, horas=hour, "
    "quarto de hora=quarter, quartos de hora=quarter, "
    "h=hour, hs=hour, dia=day, dias=day, d=day, semana=week, semanas=week, sem=week, w=week, mês=month, "
    "meses=month, ano=year, anos=year, quinzena=fortnight",
    "hour_mark": "h, hs, hrs, horas, hora",
    "minute_mark": "min, minutos, m",
    "after_hour": "e meia=30, e quinze=15, e trinta=30, e dez=10, e vinte=20, e cinco=5, "
    "e quarenta e cinco=45",
    "before_hour": "quinze para as=-15, dez para as=-10, cinco para as=-5, vinte para as=-20, "
    "15 para as=-15, 10 para as=-10, 5 para as=-5",
    "num": "um=1, uma=1, dois=2, duas=2, três=3, quatro=4, cinco=5, seis=6, sete=7, oito=8, nove=9, "
    "dez=10, onze=11, doze=12, treze=13, quatorze=14, catorze=14, quinze=15, dezesseis=16, dezessete=17, "
    "dezoito=18, dezenove=19, vinte=20, vinte e uma=21, vinte e duas=22, trinta=30, quarenta e cinco=45, "
    "noventa=90",
    "half_of": "meia, meio",
    "and_half": "e meia, e meio",
    "nth": "primeira=1, primeiro=1, primeiras=1, primeiros=1, segunda=2, segundo=2, terceira=3, "
    "terceiro=3, terceiras=3, quarta=4, quarto=4, última=-1, último=-1, últimas=-1, últimos=-1, 1ª=1, "
    "2ª=2, 3ª=3, 4ª=4, 1º=1, 2º=2, 3º=3, 4º=4",
    "fifth": "quinta, quinto, 5ª",
    "one_in_two": "sim e outra não, sim e outro não, sim outra não, sim outro não, alternadas, alternados",
    "yes": "sim",
    "no": "não",
    "cadence": "diário=1 day, diariamente=1 day, todo dia=1 day, todos os dias=1 day, cada dia=1 day, "
    "semanal=1 week, semanalmente=1 week, toda semana=1 week, todas as semanas=1 week, "
    "cada semana=1 week, a cada semana=1 week, quinzenal=2 week, quinzenalmente=2 week, "
    "toda quinzena=2 week, a cada quinzena=2 week, a cada 15 dias=2 week, a cada quinze dias=2 week, "
    "de 15 em 15 dias=2 week, semana sim semana não=2 week, semana sim e semana não=2 week, "
    "uma semana sim e outra não=2 week, mensal=1 month, mensalmente=1 month, todo mês=1 month, "
    "todos os meses=1 month, cada mês=1 month, a cada mês=1 month, trimestral=3 month, "
    "trimestralmente=3 month, todo trimestre=3 month, a cada trimestre=3 month, bimestral=2 month, "
    "semestral=6 month, anual=12 month, todo ano=12 month, todos os anos=12 month, "
    "dias de semana=1 workday, nos dias de semana=1 workday, dias úteis=1 workday, "
    "nos dias úteis=1 workday, todo dia útil=1 workday, de segunda a sexta=1 workday, "
    "fins de semana=1 weekend, nos fins de semana=1 weekend, todo fim de semana=1 weekend, "
    "uma vez por mês=1 month, uma vez por semana=1 week",
    "of_month": "do mês, de cada mês, por mês, de todo mês, todo mês, ao mês, de todos os meses",
    "nth_suffix": "vez que cai",
    "last_day": "último dia, no último dia, o último dia, fim do mês, no fim do mês",
    "once": "uma vez, uma única vez, nunca, não, só uma vez, uma vez só, sem repetição, nenhuma",
    "times_before": "x",
    "times": "vezes, datas, encontros, sessões, x, vez",
    "starting": "a partir de, a partir do dia, começando em, desde, a partir do",
    "filler": "a, o, na, no, as, os, de, da, do, dia, on, às, à, feira, ao",
    "zone_word": "horário de, hora de, horário, no horário de, hora local, fuso de, horário local de",
    "weekday": "segunda=0, segunda feira=0, terça=1, terça feira=1, quarta=2, quarta feira=2, quinta=3, "
    "quinta feira=3, sexta=4, sexta feira=4, 2ª feira=0, 3ª feira=1, 4ª feira=2, 5ª feira=3, 6ª feira=4, "
    "2ª-feira=0, 3ª-feira=1, 4ª-feira=2, 5ª-feira=3, 6ª-feira=4",
    "weekdays": "segundas=0, segundas-feiras=0, terças=1, terças-feiras=1, quartas=2, quartas-feiras=2, "
    "quintas=3, quintas-feiras=3, sextas=4, sextas-feiras=4",
    "examples": "amanhã às 18h, terça 9h30, 24 de dezembro 18h, 2026-12-24 18:00",
    "example rhythms": "toda semana, a cada 2 semanas, primeira e terceira sexta, dias de semana, uma vez",
    "idiom_days": "8=7, 15=14",
    "end_of": "o fim de, fim de, o final de, final de",
    "year_end": "o fim do ano, fim do ano, o final do ano, final do ano",
    "sharp": "em ponto",
}
