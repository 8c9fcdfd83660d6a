"""From an exploration to a draft report, without any programme: its texts, its themes, a draft claim for each.

The texts come in as an intake with the basis that is stated for them; without one they may be read and analysed, and
nothing of them is quoted. Themes stay suggestions of the machine, and claims say that they are to be written. All of
it happens or nothing does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.core import audit, search
from reflectory.core.visibility import Viewer, system
from reflectory.engine.language import UNDETERMINED, detect
from reflectory.engine.segments import n_words
from reflectory.evidence.actions.excerpts import make_excerpts
from reflectory.evidence.actions.intake import Basis, LeftOut, Said, Who, bring_in
from reflectory.evidence.models import Excerpt, Intake, SourceVersion
from reflectory.listening.uses import QUOTING, WITHOUT_NAME
from reflectory.reports.actions.pieces import add_quote
from reflectory.reports.actions.reports import begin_report
from reflectory.reports.actions.takeaways import add_takeaway, link_evidence
from reflectory.reports.exploring import Explored, FoundTheme, Text
from reflectory.reports.models import Report
from reflectory.reports.policies import check_can_begin_report
from reflectory.sensemaking.models import Passage, Run, Theme

KINDS = ("introduction", "takeaways", "quotes", "heard", "method", "share")
MOST_CLAIMS = 5  # the strongest themes; a page that claims more is not read
MOST_RANKED = 5  # good examples of a theme
MOST_LINKED = 3  # of them beneath a claim
READABLE = (6, 60)  # words of a passage that reads as a quote
ENGINE = system("The engine")
BATCH = 1_000


@transaction.atomic
def draft_from(
    *,
    by: Viewer,
    explored: Explored,
    title: str,
    organisation: str,
    basis: Basis | None,
    language: str = "en",
) -> Report:
    """The draft, written by whoever asked for it. Refused where the same file was brought in before."""
    check_can_begin_report(by)
    intake = _bring_in(by, explored, basis)
    versions = _versions(intake)
    run = _run(by, explored, intake)
    ranked = _themes(run, explored, versions)
    days = [text.said_on for text in explored.texts if text.said_on is not None]
    report = begin_report(
        by=by, slug=_free(title), year=max(days, default=timezone.localdate()).year, title=title,
        organisation=organisation, kinds=KINDS, run=run, language=language,
    )  # fmt: skip
    _write_method(by, report, explored)
    use = next((use for use in QUOTING if basis is not None and use in basis.uses), None)
    strongest = sorted(ranked, key=lambda one: (-one.n_voices, one.number))[:MOST_CLAIMS]
    for theme in strongest:
        _claim(by, report, theme, ranked[theme][:MOST_LINKED], use or WITHOUT_NAME)
    if use is not None:
        _quote(by, report, [ranked[theme] for theme in strongest], use)
    return report


def _bring_in(by: Viewer, explored: Explored, basis: Basis | None) -> Intake:
    known = explored.file_hash[:16]
    languages = detect([text.text for text in explored.texts]).codes
    said = [
        Said(
            key=f"explored/{known}/{text.row}", text=text.text, kind="survey_answer", said_on=text.said_on,
            language="" if language == UNDETERMINED else language, place_in_file=_place(text.row),
            voice=Who(
                role=text.role, place_words=text.place,
                key=f"explored/{known}/by/{text.respondent}"[:100] if text.respondent else "",
            ),
        )
        for text, language in zip(explored.texts, languages, strict=True)
    ]  # fmt: skip
    out: dict[str, list[LeftOut]] = defaultdict(list)
    for one in explored.left_out:
        out[one.outcome] += [LeftOut(_place(row), one.reason) for row in one.rows]
    return bring_in(
        by=by, title=_("What was explored as {name}").format(name=explored.name), said=said, on=timezone.localdate(),
        basis=basis, file_name=explored.file_name, file_hash=explored.file_hash, excluded=out["excluded"],
        failed=out["failed"],
    )  # fmt: skip


def _place(row: int) -> str:
    return f"row {row}"


def _versions(intake: Intake) -> dict[int, SourceVersion]:
    """The text of each row, by the number of the row."""
    rows = SourceVersion.objects.filter(source__intake=intake, number=1).select_related("source")
    return {int(row.source.key.rpartition("/")[2]): row for row in rows}


def _run(by: Viewer, explored: Explored, intake: Intake) -> Run:
    n_out = {"excluded": 0, "failed": 0}
    for one in explored.left_out:
        n_out[one.outcome] += len(one.rows)
    respondents = {text.respondent or f"row {text.row}" for text in explored.texts}
    places = {text.place for text in explored.texts if text.place}
    run = Run.objects.create(
        title=explored.name[:200], intake=intake, ran_by=by.account_id, ran_by_name=by.name, state="done",
        engine=explored.engine[:40], seed=explored.seed, parameters=dict(explored.parameters),
        input_hash=explored.file_hash, finished_at=timezone.now(),
        accounting={
            "received": explored.n_received, "used": len(explored.texts), **n_out,
            "reasons": [
                {"outcome": one.outcome, "reason": one.reason, "n": len(one.rows), "rows": list(one.rows)}
                for one in explored.left_out
            ],
            "heard": {"voices": len(respondents), "governments": len(places)},
        },
    )  # fmt: skip
    audit.record(by=by, verb="begin_run", on=run)
    return run


def _themes(
    run: Run, explored: Explored, versions: Mapping[int, SourceVersion]
) -> dict[Theme, list[Excerpt]]:
    """The themes as suggestions, each with its good examples, best first."""
    rows = Theme.objects.bulk_create(
        Theme(
            run=run, number=number, label=_label(one), repeatability=one.repeatability, n_voices=one.n_respondents,
            n_governments=one.n_groups,
        )
        for number, one in enumerate(explored.themes, start=1)
    )  # fmt: skip
    of = {one.key: row for one, row in zip(explored.themes, rows, strict=True)}
    weights: dict[tuple[str, int, int, int], float] = {}
    for one in explored.segments:
        if one.theme in of:
            key = (one.theme, one.row, one.start, one.end)
            weights[key] = max(weights.get(key, 0.0), one.weight)
    spans = sorted({(row, start, end) for _theme, row, start, end in weights})
    made = make_excerpts(by=ENGINE, spans=[(versions[row], start, end) for row, start, end in spans])
    excerpts = dict(zip(spans, made, strict=True))
    texts = {text.row: text for text in explored.texts}
    ranked = {
        key: _best([(span[1:], weight) for span, weight in weights.items() if span[0] == key], texts)
        for key in of
    }
    Passage.objects.bulk_create(
        (
            Passage(
                theme=of[theme], excerpt=excerpts[row, start, end], weight=round(weight, 6),
                rank=ranked[theme].index((row, start, end)) + 1 if (row, start, end) in ranked[theme] else None,
            )
            for (theme, row, start, end), weight in weights.items()
        ),
        batch_size=BATCH,
    )  # fmt: skip
    search.refresh(rows)
    return {of[key]: [excerpts[span] for span in ranked[key]] for key in of}


def _label(one: FoundTheme) -> str:
    return one.label[:200] or "no words in common"


def _best(
    spans: Sequence[tuple[tuple[int, int, int], float]], texts: Mapping[int, Text]
) -> list[tuple[int, int, int]]:
    """Passages in which there is most of a theme, of a length that reads well, one of each person."""
    found: list[tuple[int, int, int]] = []
    heard: set[str] = set()
    for span, _weight in sorted(spans, key=lambda one: (not _reads_well(one[0], texts), -one[1], one[0])):
        text = texts[span[0]]
        who = text.respondent or f"row {text.row}"
        if who not in heard:
            heard.add(who)
            found.append(span)
        if len(found) == MOST_RANKED:
            break
    return found


def _reads_well(span: tuple[int, int, int], texts: Mapping[int, Text]) -> bool:
    row, start, end = span
    return READABLE[0] <= n_words(texts[row].text[start:end]) <= READABLE[1]


def _free(title: str) -> str:
    """An address that no report has."""
    base = slugify(title)[:60] or "draft"
    # A report called "New" would stand where one is begun.
    names = (base if n == 1 else f"{base}-{n}" for n in count(1))
    return next(name for name in names if name != "new" and not Report.objects.filter(slug=name).exists())


def _write_method(by: Viewer, report: Report, explored: Explored) -> None:
    section = report.sections.get(kind="method")
    was = audit.snapshot(section)
    used = ngettext(
        "{used} of {n} text was read by a machine, which suggested what recurs in it.",
        "{used} of {n} texts were read by a machine, which suggested what recurs in them.",
        explored.n_received,
    ).format(used=len(explored.texts), n=explored.n_received)
    section.text = "\n\n".join([
        used,
        _("What these suggestions mean was decided by people, who read the passages behind each of them."),
    ])  # fmt: skip
    section.save(update_fields=["text"])
    audit.record(by=by, verb="edit_section", on=section, was=was)


def _claim(by: Viewer, report: Report, theme: Theme, excerpts: Sequence[Excerpt], use: str) -> None:
    takeaway = add_takeaway(
        by=by,
        report=report,
        slug=f"theme-{theme.number}",
        claim=_("To be written: {label}").format(label=theme)[:400],
    )
    for excerpt in excerpts:
        link_evidence(by=by, takeaway=takeaway, excerpt=excerpt, kind="supports", use=use)


def _quote(by: Viewer, report: Report, ranked: Sequence[Sequence[Excerpt]], use: str) -> None:
    """The best passage of each theme among the quotes, no text twice."""
    section, quoted = report.sections.get(kind="quotes"), set[int]()
    for excerpts in ranked:
        excerpt = next((one for one in excerpts if one.version_id not in quoted), None)
        if excerpt is not None:
            quoted.add(excerpt.version_id)
            add_quote(by=by, place=section, excerpt=excerpt, use=use)


def drafted_before(explored_hash: str) -> tuple[Intake | None, Report | None]:
    """The intake of the same file, and the report that was drafted from it, where there are any."""
    intake = Intake.objects.filter(file_hash=explored_hash).first() if explored_hash else None
    report = Report.objects.filter(run__intake=intake).first() if intake is not None else None
    return intake, report
