"""A form with every kind of question, in four languages, for the tests that look at pages."""

from tests.asking import words

LANGUAGES = ("en", "es", "fr", "pt")


def said(text: str) -> dict[str, str]:
    """The same in each language, marked so that a test sees which one is shown."""
    return words(text, **{code: f"{text} ({code})" for code in LANGUAGES if code != "en"})


def choices(*texts: str) -> list[dict]:
    """Choices with keys made from their words."""
    return [{"key": text.lower().replace(" ", "_"), "label": said(text)} for text in texts]


def every_kind(*, languages: tuple[str, ...] = LANGUAGES) -> dict:
    """The JSON of a form with all thirteen kinds, a branch, a name piped in and a section that is repeated."""
    asked = [
        {"key": "department", "kind": "text", "label": said("Which department helped you?")},
        {"key": "helped", "kind": "long_text", "label": said("What did ${department} do that helped?"),
         "most_words": 50},
        {"key": "again", "kind": "choice", "label": said("Would you go again?"), "options": choices("Yes", "No"),
         "other": True, "required": True},
        {"key": "why_not", "kind": "text", "label": said("Why not?"), "shown_if": {"question": "again", "is": "no"}},
        {"key": "ways", "kind": "choices", "label": said("How did you reach them?"),
         "options": choices("By phone", "At the desk"), "other": True},
        {"key": "easy", "kind": "scale", "label": said("How easy was it?"), "ends": [said("Hard"), said("Easy")],
         "least": 1, "most": 5, "may_not_apply": True},
        {"key": "visits", "kind": "number", "label": said("How many visits?"), "whole": True, "least": 0, "most": 99},
        {"key": "day", "kind": "date", "label": said("On which day?")},
        {"key": "where", "kind": "place", "label": said("Where do you live?")},
        {"key": "proof", "kind": "file", "label": said("A letter or a picture")},
        {"key": "each", "kind": "matrix", "label": said("How was each?"), "options": choices("Good", "Fair", "Poor"),
         "rows": choices("The form", "The wait")},
        {"key": "first", "kind": "ranking", "label": said("What matters most?"),
         "options": choices("Speed", "Respect", "Price")},
        {"key": "between", "kind": "triad", "label": said("Who decided?"),
         "ends": [said("You"), said("They"), said("Chance")]},
        {"key": "pull", "kind": "dyad", "label": said("Where did it pull?"), "ends": [said("Rules"), said("People")],
         "may_not_apply": True},
    ]  # fmt: skip
    partner = {"key": "name", "kind": "text", "label": said("Name of the partner")}
    return {
        "languages": list(languages),
        "title": said("After your visit"),
        "introduction": said("Five minutes, on what helped."),
        "thanks": said("Thank you for your time."),
        "sections": [
            {"key": "visit", "title": said("Your visit"), "questions": asked},
            {"key": "partners", "title": said("Partner"), "most_repeats": 3, "repeat_label": said("Another partner"),
             "questions": [partner]},
        ],
    }  # fmt: skip
