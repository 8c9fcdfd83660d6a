"""Which columns of a file of texts are read, and which column of a file holds what.

Names decide first. Where no name says which column holds the words, the cells do, as when a file is explored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from reflectory.core.search import fold
from reflectory.intake.accounting import Unusable
from reflectory.intake.columns import choose
from reflectory.intake.profiles import Profile
from reflectory.programmes.imports.columns import Column
from reflectory.programmes.imports.sheet import Sheet

TEXT = "text"
COLUMNS = (
    Column(TEXT, _("The words"), _("What was said, one text in each row."),
           ("answer", "response", "what was said", "words", "passage", "comment", "reflection", "texto", "respuesta",
            "reponse", "texte", "resposta")),
    Column("key", _("Key"), _("A number or name by which the row is known."), ("id", "ref", "reference", "number")),
    Column("question", _("Question"), _("What was asked."), ("prompt", "asked", "pregunta", "pergunta")),
    Column("kind", _("Kind"), _("Reflection, interview, survey answer, feedback, assignment, question to peers, note."),
           ("type", "kind of text")),
    Column("said_on", _("Day"), _("When it was said."), ("date", "day", "said on", "fecha", "data", "jour")),
    Column("language", _("Language"), _("Its two letters: en, es, fr, pt …"), ("lang", "idioma", "langue", "lingua")),
    Column("role", _("Role"), _("Who said it, in a word or two: “Department director”."), ("position", "job", "title")),
    Column("seniority", _("Seniority"), _("Front line, supervisor, manager, director, executive, elected."),
           ("level",)),
    Column("name", _("Name"), _("Only where it was given to be kept."), ("person", "full name", "speaker", "nombre")),
    Column("place", _("Place or body"), _("The government or body that they spoke for."),
           ("organisation", "organization", "government", "city", "county", "municipality", "lugar", "lieu")),
    Column("consent", _("Consent"),
           _("What they agreed to, separated by semicolons; “none” where they agreed to nothing. An empty cell counts "
             "as what you state."),
           ("agreed to", "uses", "permission", "consentimiento", "consentement")),
    Column("withdrawn_on", _("Withdrawn on"), _("The day on which they took everything back."), ("withdrawn",)),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
_SAMPLE = 500


def guess_columns(sheet: Sheet) -> dict[str, str]:
    """Our columns with those of the file that hold them: by name, and the words by what the cells look like."""
    found: dict[str, str] = {}
    for column in COLUMNS:
        known = {fold(column.key.replace("_", " ")), fold(str(column.label)), *column.also}
        name = next((one for one in sheet.names if _plain(one) in known and one not in found.values()), None)
        if name is not None:
            found[column.key] = name
    if TEXT not in found:
        found |= _by_cells(sheet, found)
    return found


def unused(mapped: Mapping[str, str], names: Sequence[str]) -> list[str]:
    """The columns of the file that nothing is read from."""
    return [name for name in names if name not in mapped.values()]


def _by_cells(sheet: Sheet, found: Mapping[str, str]) -> dict[str, str]:
    rows = [row.cells for row in sheet.rows if not row.broken][:_SAMPLE]
    profiles = [
        Profile(at, name, [cells[at] for cells in rows])
        for at, name in enumerate(sheet.names)
        if name not in found.values()
    ]
    try:
        chosen = choose(profiles, text=None, id=None, respondent=None, groups=(), date=None, source="")
    except Unusable:
        return {}
    return {TEXT: sheet.names[chosen.text]}


def _plain(name: str) -> str:
    return fold(" ".join(name.replace("_", " ").split()))
