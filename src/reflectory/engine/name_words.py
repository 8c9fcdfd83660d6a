"""Words in the names of places and governments: which are no name, which are ordinary words as well.

Only data for `masking`, all in lower case and without accents.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Before or after the name proper, in the languages that governments' names came in so far.
GENERIC = _words(
    """county counties city town township village borough parish district municipality municipal state
    province
    region regional council government authority department office agency commission board
    metropolitan metro
    tribe tribal nation reservation pueblo band community unified consolidated greater commonwealth
    territory
    republic kingdom prefecture ward local the of and
    stadt landkreis kreis gemeinde bezirk land bundesland landeshauptstadt hansestadt
    ville commune departement prefecture communaute mairie
    ciudad municipio ayuntamiento gobierno provincia departamento alcaldia estado condado distrito
    cidade prefeitura governo municipal camara concelho"""
)
# Between the two: "City of Saint Paul", "Ville de Lyon".
LINKS = _words("of the and de del la le les du des da do dos das di el los las d l von der am")
# Written both ways.
SAME = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "point": "pt"}
# Names of places that are words, found on a map of English-speaking countries. One of these is masked only
# with a capital within a sentence, and never when it is left over from a longer name ("Lake County").
ORDINARY = _words(
    """reading mobile bath nice cork orange hull buffalo phoenix bend bell champion church lake forest park
    mesa aurora independence liberty union enterprise progress eureka hope hopewell paradise surprise truth
    consequences normal peculiar plain plains pleasant mountain mountains river rivers valley bay beach
    harbour
    harbor port island islands grove garden gardens green greens red white black blue brown gray grey golden
    silver rock rocks stone sand sands salt spring springs summer winter fall falls well wells bridge
    bridges
    mill mills market commerce industry college university hospital battle deal sandwich rugby wells ware
    sale
    poole pool wash wall street rugby speed battle flint steel iron cedar oak maple pine elm ash olive lemon
    apple cherry rose lily iris violet fern holly ivy ginger pepper sugar butter honey corn wheat rice
    barley
    bear deer elk fox wolf eagle hawk raven crow swan dove robin turkey moose bison beaver badger
    king queen prince duke earl knight bishop pope abbey temple chapel cross crown castle tower gate bank
    south north east west central middle upper lower high low old new big little long short broad great
    grand
    clear clay cook baker butler mason carpenter taylor potter hunter fisher gardener miller page grant
    marshall justice law price rich mercy grace faith charity joy may june april august bond bright best
    power
    young love story day knight center centre midway cascade summit crest ridge hill hills slope cliff cave
    dale glen moor marsh pond creek brook ford delta isle peninsula country world europe america american
    first lead lost opportunity defiance hurricane tornado energy electric coal gas oil gold diamond pearl
    ruby crystal coral amber jade ivory china turkey japan chile jersey guinea panama wales many humble
    welcome
    home house housing health police fire water waste roads transport planning finance education library
    libraries parks schools safety services public works human resources"""
)
