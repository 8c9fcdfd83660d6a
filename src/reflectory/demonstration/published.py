"""Writes, signs off and publishes the demonstration's two reports: `publish_reports(by=…)`, from reports/*.yaml.

Every step is the one that people take: sections are added, words are picked by excerpt, themes are accepted before they
stand beneath a claim, and two invented people sign off. Quotes are named by the key of their text and checked word by
word. What is there already is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.accounts.models import Account
from reflectory.core.visibility import Viewer
from reflectory.demonstration.said import PREFIX
from reflectory.evidence.actions.excerpts import excerpt_of
from reflectory.evidence.models import Excerpt, SourceVersion
from reflectory.programmes.models import Programme
from reflectory.programmes.viewing import viewer_for
from reflectory.reports.actions.pieces import (
    add_figure,
    add_programme_block,
    add_quote,
    add_recommendation,
    add_section,
    add_share_text,
)
from reflectory.reports.actions.reports import begin_report
from reflectory.reports.actions.signing import sign_off
from reflectory.reports.actions.takeaways import (
    add_point,
    add_takeaway,
    finish_takeaway,
    link_evidence,
    link_theme,
    record_dissent,
)
from reflectory.reports.composing import compose
from reflectory.reports.models import ProgrammeBlock, Release, Report, Section, Takeaway
from reflectory.reports.publishing import publish
from reflectory.sensemaking.actions import decide_theme
from reflectory.sensemaking.models import Passage, Run, Theme

YEARS = (2021, 2022)
SLUG = "reflect-{}"
RELEASED_ON = {2021: date(2022, 1, 25), 2022: date(2023, 1, 24)}
SIGNED_BY = ("editor@example.org", "lead@example.org")
INVENTED = "Everything in this report is invented: places, people and their words. It shows what Reflectory publishes."
# What somebody called a theme after reading its passages; the others keep the words that set them apart.
NAMED = {"paid": "Paying people for their time"}
MOST_THEMES = 2  # beneath one takeaway
FEWEST_SHARED = 2  # pieces of evidence in which a theme was found, for it to stand there


def publish_reports(*, by: Viewer) -> list[Release]:
    """The releases, in the order of their years; those that were published before as they are."""
    found = []
    for year in YEARS:
        report = Report.objects.filter(slug=SLUG.format(year)).select_related("live_release__report").first()
        if report is None:
            with transaction.atomic():
                report = write_report(by=by, said=yaml.safe_load(_data(year)))
        if report.live_release is None:
            composed = compose(report)
            for signer in Account.objects.filter(email__in=SIGNED_BY).order_by("email"):
                sign_off(
                    by=viewer_for(signer),
                    report=report,
                    composed=composed,
                    content_hash=composed.content_hash,
                )
            publish(by=by, report=report)
        assert report.live_release is not None
        found.append(report.live_release)
    return found


def _data(year: int) -> str:
    return files(__package__).joinpath("reports", f"{year}.yaml").read_text(encoding="utf-8")


def write_report(*, by: Viewer, said: dict[str, Any]) -> Report:
    """The report of one file, with everything that stands in it."""
    year = said["year"]
    report = begin_report(
        by=by, slug=said["slug"], year=year, title=said["title"], organisation=said["organisation"], kinds=(),
        strap=said["strap"], kicker=said["kicker"], summary=said["summary"], licence=said["licence"],
        contact=said["contact"], language="en", invented=INVENTED, released_on=RELEASED_ON[year],
        run=Run.objects.done().filter(first__year=year).order_by("pk").first(),
    )  # fmt: skip
    writing = _Writing(by, report)
    for part in said["sections"]:
        writing.section(part)
    return report


class _Writing:
    """A report while it is written, with what later parts refer to."""

    def __init__(self, by: Viewer, report: Report) -> None:
        self.by = by
        self.report = report
        self.programmes = {one.slug: one for one in Programme.objects.all()}
        self.takeaways: dict[str, Takeaway] = {}

    def section(self, part: dict[str, Any]) -> None:
        """One section with all that is in it."""
        section = add_section(
            by=self.by, report=self.report, kind=part["kind"], title=part["title"],
            text=_joined(part.get("paragraphs", [])), second=_joined(part.get("not_heard", [])),
            pictured=part.get("pictured", ""),
        )  # fmt: skip
        self._figures(section, part.get("figures", []))
        self._quotes(section, part.get("quotes", []))
        for one in part.get("programmes", []):
            self._programme({"programme": one, "blurb": []} if isinstance(one, str) else one)
        for one in part.get("takeaways", []):
            self._takeaway(one)
        for one in part.get("items", []):
            self._recommendation(one)
        for text in part.get("texts", []):
            add_share_text(
                by=self.by, report=self.report, text=text if isinstance(text, str) else text["text"]
            )

    def _programme(self, part: dict[str, Any]) -> None:
        programme = self._programme_of(part["programme"])
        block = add_programme_block(
            by=self.by, report=self.report, programme=programme, name=part.get("name", ""),
            blurb=_joined(part["blurb"]), more=_joined(part.get("more", [])),
        )  # fmt: skip
        self._figures(block, part.get("figures", []))
        self._quotes(block, part.get("quotes", []))

    def _programme_of(self, key: str) -> Programme:
        return self.programmes[key]

    def _figures(self, place: Section | ProgrammeBlock, figures: Iterable[dict[str, Any]]) -> None:
        for one in figures:
            add_figure(
                by=self.by, place=place, key=one["key"], label=one["label"], rounding=one.get("rounding", 1)
            )

    def _quotes(self, place: Section | ProgrammeBlock, quotes: Iterable[dict[str, Any]]) -> None:
        for one in quotes:
            add_quote(by=self.by, place=place, excerpt=self._excerpt(one), use=one["use"])

    def _excerpt(self, one: dict[str, Any]) -> Excerpt:
        version = SourceVersion.objects.select_related("source").get(
            source__key=f"{PREFIX}{one['text']}", is_redacted=False
        )
        return excerpt_of(by=self.by, version=version, words=one["exact"])

    def _takeaway(self, part: dict[str, Any]) -> None:
        takeaway = add_takeaway(
            by=self.by, report=self.report, slug=part["slug"], claim=part["claim"], area=part.get("area", ""),
            text=_joined(part["paragraphs"]), disagreed=_joined(part["disagreed"]),
            not_heard=_joined(part["not_heard"]), judged=_joined(part["judged"]),
        )  # fmt: skip
        for point in part["points"]:
            add_point(by=self.by, takeaway=takeaway, text=point["text"], moment=point.get("moment", ""))
        links = [
            link_evidence(
                by=self.by, takeaway=takeaway, excerpt=self._excerpt(one), kind=one["kind"], use=one["use"],
                why=one["why"],
            )
            for one in part["evidence"]
        ]  # fmt: skip
        for theme in _shared_themes(self.report, [link.excerpt for link in links]):
            if theme.state == "suggested":
                names = (name for word, name in NAMED.items() if word in theme.label.split(", "))
                decide_theme(by=self.by, theme=theme, state="accepted", name=next(names, ""))
                theme.refresh_from_db()
            link_theme(by=self.by, takeaway=takeaway, theme=theme)
        for text in part.get("dissent", []):
            record_dissent(by=self.by, takeaway=takeaway, said_by=_("A member of the team"), text=text)
        finish_takeaway(by=self.by, takeaway=takeaway, version=takeaway.version)
        self.takeaways[part["slug"]] = takeaway

    def _recommendation(self, part: dict[str, Any]) -> None:
        add_recommendation(
            by=self.by, report=self.report, audience=part["audience"], action=part["action"],
            first_step=part.get("first_step", ""), moment=part.get("moment", ""),
            takeaway=self.takeaways.get(part.get("takeaway", "")),
            programmes=[self._programme_of(key) for key in part.get("programmes", [])],
        )  # fmt: skip


def _joined(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _shared_themes(report: Report, excerpts: Iterable[Excerpt]) -> list[Theme]:
    """The themes of the report's run that were found in most of these excerpts, as somebody would accept them.

    Not one that is no more than a language, nor one that holds half of all there is.
    """
    if report.run is None:
        return []
    spans = {excerpt.version_id: excerpt for excerpt in excerpts}
    rows = Passage.objects.filter(theme__run=report.run).select_related("theme", "excerpt__version__source")
    in_language: Counter[int] = Counter()
    of: Counter[int] = Counter()
    found: Counter[Theme] = Counter()
    for passage in rows.order_by("theme__number", "pk"):
        of[passage.theme_id] += 1
        in_language[passage.theme_id] += passage.excerpt.version.source.language == report.language
        beneath = spans.get(passage.excerpt.version_id)
        if beneath and passage.excerpt.start < beneath.end and beneath.start < passage.excerpt.end:
            found[passage.theme] += 1
    n_used = report.run.accounting["used"]
    fit = [
        (theme, n)
        for theme, n in found.items()
        if n >= FEWEST_SHARED and 2 * in_language[theme.pk] > of[theme.pk] and 2 * theme.n_voices <= n_used
    ]
    return [theme for theme, _n in sorted(fit, key=lambda one: (-one[1], one[0].number))[:MOST_THEMES]]
