"""Stop words, which say nothing about a problem, in several languages; as `words.py` folds them.

They are left out only when similar problems are looked for: whatever somebody searches for is searched for.
"""

from __future__ import annotations

_ENGLISH = """
a about after again all also always am an and any are as at be because been before being but by can
cannot come could did do does doing don done down each else even ever every for from get gets getting
give go goes going got had has have having he her here him his how i if in into is isn it its just keep
know last less let like ll long look lot make makes many may me mine more most much must my need needs
never new next no not now of off often on once one only or other our out over own please put re really s
same say see she should since so some something sometimes still such t take than that the their them then
there these they thing things think this those though through time to too try trying two up us use used
using ve very want wants was way we well were what when where which while who whom why will with without
work working works would yet you your
"""
_GERMAN = """
aber alle als also am an auch auf aus bei beim bin bis bist da das dass dem den der des dich die dies
diese doch durch ein eine einem einen einer eines er es etwas fur gibt hab habe haben hat hatte ich ihm
ihn ihr immer in ist ja jede kann kein keine konnen man mehr mein meine mich mir mit muss nach nicht noch
nur ob oder ohne schon sein sich sie sind so uber um und uns unter viel vom von vor war warum was weil
wenn wer werden wie wieder wir wird wo zu zum zur
"""
_FRENCH = """
ai au aux avec c ce ces cette comme comment d dans de des dois du elle en est et etre fait faire il ils j
je l la le les leur lui ma mais me mes moi mon n ne nos notre nous on ont ou par pas plus pour pourquoi
qu quand que qui quoi sa sans se ses si son sont sur ta te tes toi ton toujours tous tout tu un une veux
vos votre vous y
"""
_SPANISH_AND_PORTUGUESE = """
al algo ao aos aqui as com como con cual cuando da das de del desde do donde dos el ela ele ellos em en
entre era es esa ese esta estar este estou esto eu fazer foi ha hacer hay isso ja la las lo los mais mas
me mi minha mis mucho muito muy na nao nas nem no nos nossa o os otro ou para pelo pero por porque qual
quando que quem quero quiero se sem ser seu si siempre sin sobre son sou soy su sua sus tambem tambien te
tem tener tengo tenho ter todo todos tu tudo um uma un una uno y ya yo
"""

STOP_WORDS = frozenset(f"{_ENGLISH} {_GERMAN} {_FRENCH} {_SPANISH_AND_PORTUGUESE}".split())
