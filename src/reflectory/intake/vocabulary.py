"""What people call columns and speakers, in English and other widely written languages.

Only words, folded to lower case. What follows from a word is decided where it is looked up: in `profiles` for
columns, in `transcripts` for speakers.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COLUMNS = {
    "text": _words(
        """
        text texts comment comments feedback answer answers response responses reply narrative reflection
        reflections note notes statement body quote quotes opinion suggestion suggestions transcript utterance
        remark remarks message content said review testimony submission story verbatim
        antwort antworten kommentar kommentare rückmeldung anmerkung bemerkung
        respuesta respuestas comentario comentarios réponse réponses commentaire commentaires
        resposta respostas risposta risposte commento commenti antwoord opmerking svar kommentti odpowiedź
        """
    ),
    "not text": _words("score rating count number n total date time year type code url link status"),
    "id": _words(
        """
        id ids ref reference key uuid guid index number no nr num identifier kennung nummer docnum rowid
        """
    ),
    "respondent": _words(
        """
        respondent respondents author authors participant participants person user member interviewee
        informant speaker citizen resident contributor submitter voter client patient commenter attendee
        teilnehmer teilnehmerin befragte befragter autor autorin participante encuestado répondant auteur
        """
    ),
    "not respondent": _words("type role kind group category level title position count n number age gender"),
    "date": _words(
        """
        date day time timestamp datetime when created submitted received year month start end completed
        datum tag zeitstempel jahr monat fecha año mes día data ano mês jour année mois anno mese giorno
        """
    ),
}

# What is usually independent of its like comes first: governments before their parts, then whole regions.
GROUP_RANKS = (
    _words(
        """
        government governments city cities municipality council county borough authority town tribe lga
        kommune gemeinde stadt ville commune ciudad municipio município cidade comune
        """
    ),
    _words("trust organisation organization agency department institution school hospital company ngo org"),
    _words("state province region district prefecture bundesland"),
    _words("country nation land país pays"),
    _words("programme program project site jurisdiction directorate team office bureau unit community ward"),
    _words("group groups cohort place location area sector role"),
)

# Speakers who ask: what they say is not what people said.
ASKS = _words(
    """
    interviewer interviewers interview moderator moderators moderation facilitator facilitators
    int iv mod fac q question host researcher
    interviewerin interviewerinnen moderatorin frage fragesteller fragestellerin
    moderador moderadora entrevistador entrevistadora facilitador facilitadora pregunta pergunta
    intervieweur intervieweuse enquêteur enquêtrice animateur animatrice modérateur modératrice
    facilitateur facilitatrice intervistatore intervistatrice moderatore moderatrice domanda
    interviewster vraag intervjuare intervjuer fråga ordstyrer spørgsmål spørsmål haastattelija kysymys
    ankieter ankieterka prowadzący prowadząca badacz pytanie tazatel moderátor otázka görüşmeci soru
    интервьюер модератор вопрос ведущий інтервʼюер питання
    主持人 采访者 採訪者 访谈者 問 问 インタビュアー 司会 質問 진행자 질문 المحاور سؤال
    """
)

# Speakers who answer and are known by that.
ANSWERS = _words(
    """
    respondent interviewee participant speaker answer answerer informant resident a r p
    antwort befragte befragter respuesta réponse resposta risposta
    """
)

# What stands before a colon in notes, and is nobody.
NOBODY = _words(
    """
    date time place location venue participants participant list attendees present apologies subject
    topic title project duration file transcript recording recorded note notes summary agenda action actions
    next steps     from to cc re sent http https language email phone start end example for of the
    datum ort zeit teilnehmer thema lugar fecha lieu
    """
)
