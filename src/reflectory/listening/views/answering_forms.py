"""One visit to the questions of an ask: what is shown, what was posted, and what the person is told about it.

The pages and their addresses are in `views.answering`; what is kept is decided in `actions.answering`. Everything
that is posted is shown again until there is a receipt for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.core.refusal import Refused
from reflectory.listening import uploads
from reflectory.listening.actions import answering
from reflectory.listening.answerable import as_given, document_for, languages_of, leaves_out_files, read_whole
from reflectory.listening.consenting import FIELD as USES
from reflectory.listening.consenting import asking, uses_offered
from reflectory.listening.fields import lay_out, minutes_of
from reflectory.listening.identities import CONFIDENTIAL, NAMED, TOLD
from reflectory.listening.models import AnonymousResponse, Ask, Draft, Invitation, Response, Upload
from reflectory.listening.posted import Sent, clean, n_rounds, name_of, read_sent
from reflectory.listening.questions import kinds
from reflectory.listening.questions.document import MOST_REPEATS, Document, Question
from reflectory.listening.receipts import hash_of, receipt_for
from reflectory.listening.standing import NOT_YET, said, standing_of, why_not
from reflectory.listening.tickets import as_number, new_number, number_in, ticket_for
from reflectory.listening.views import answering_pages as pages

OWN = "+own"  # beside the answers of a draft: what somebody ticked and how they called themselves
_WHO = ("name", "role", "place")


def with_own(sent: Sent, data: MultiValueDict[str, Any]) -> Sent:
    """What was sent with what is no answer, so that a draft brings all of it back."""
    own = {name: str(data.get(f"who.{name}", ""))[:200] for name in _WHO if data.get(f"who.{name}")}
    own = clean(own | {"uses": [str(use) for use in data.getlist(USES)][:20]})
    return {**sent, OWN: own} if any(own.values()) else sent


@dataclass
class Posted:
    """What was posted, as the form understands it."""

    sent: Sent
    uses: list[str]
    who: dict[str, str]
    rounds: dict[str, int]
    n: int = 0
    problems: dict[str, str] = field(default_factory=dict)


class Answering:
    """A request, the ask, and the invitation where there is one."""

    def __init__(
        self, request: HttpRequest, ask: Ask, invitation: Invitation | None, language: str, *, token: str = ""
    ) -> None:
        self.request, self.ask, self.invitation, self.token = request, ask, invitation, token
        self.there = languages_of(ask)
        self.document: Document = document_for(ask)
        self.is_too_large = False
        chosen = self._chosen_language() if request.method == "POST" else ""
        self.language = chosen if chosen in self.there else language
        self.now = timezone.now()

    def get(self) -> HttpResponse:
        """The questions with what is kept of a draft; or why there are none to be answered."""
        state = self._state()
        if state is not None:
            return state
        number, draft = self._draft()
        own = draft.sent.get(OWN, {}) if draft else {}
        if draft and "lang" not in self.request.GET and draft.language in self.there:
            self.language = draft.language
        posted = Posted(
            dict(draft.sent) if draft else {}, own.get("uses", []), own, {}, draft.n_saved if draft else 0
        )
        return self._form(number, posted)

    def post(self) -> HttpResponse:
        """What becomes of it: more room, a draft, another language, or the receipt."""
        if self.is_too_large:
            return self._too_large()
        data = self.request.POST
        number = number_in(data.get("ticket", ""), ask=self.ask, invitation=self.invitation)
        is_old = number is None
        number = number or as_number(data.get("client")) or new_number(self.invitation)
        posted = self._read(data, number)
        problem = why_not(self.ask, self.now)
        if problem and not self._was_received(number):
            return self._closed_over(problem, posted)
        if is_old:
            return self._old(number, posted)
        if "add" in data or "lang_to" in data:
            return self._form(number, posted)
        if "save" in data:
            return self._saved(number, posted)
        more = self._not_seen(data, posted.sent)
        if more:
            return self._form(number, posted, n_more=len(more))
        return self._hand_in(number, posted)

    def ask_for_receipt(self, *, typed: str = "") -> HttpResponse:
        """Where the code of an answer is typed."""
        shown = {"ask": self.ask, "typed": typed[:40], "is_wrong": bool(typed), "own": pages.own_page()}
        status = 404 if typed else 200
        return pages.page("receipt.html", shown, language=self.language, there=self.there, status=status)

    def kept_under(self, receipt_hash: str) -> Response | AnonymousResponse | None:
        """The answer to this ask with that receipt."""
        model = AnonymousResponse if self.ask.is_anonymous else Response
        return (
            model.objects.filter(ask=self.ask, receipt_hash=receipt_hash)
            .select_related("form_version")
            .first()
        )

    def change(self, kept: Response | AnonymousResponse, receipt: str) -> HttpResponse:
        """An answer that was received, to be handed in anew; or that it was."""
        kept.ask = self.ask
        self.document = document_for(self.ask, kept.form_version)
        problem = why_not(self.ask, self.now)
        if problem:
            return self._told(_("Your answers can no longer be changed"), [problem], status=409)
        number = kept.client_uuid if isinstance(kept, Response) else kept.pk
        if "ticket" not in self.request.POST:
            return self._form(
                number, Posted(as_given(self.document, kept.answers), [], {}, {}), receipt=receipt
            )
        posted = self._read(self.request.POST, number)
        if "add" in self.request.POST or "lang_to" in self.request.POST:
            return self._form(number, posted, receipt=receipt)
        if not posted.problems:
            try:
                made = answering.amend(kept=kept, sent=posted.sent, language=self.language)
            except Refused as refused:
                return self._told(_("Your answers can no longer be changed"), [str(refused)], status=409)
            posted.problems = made.problems
        if posted.problems:
            return self._form(number, posted, receipt=receipt)
        return self._receipt(receipt, is_changed=True)

    # What was posted

    def _chosen_language(self) -> str:
        """That of the page it came from, or the one that was asked for; reads what was posted for the first time."""
        self.request.upload_handlers = [uploads.BoundedUploads(self.request)]
        try:
            return str(self.request.POST.get("lang_to", self.request.POST.get("lang", "")))
        except SuspiciousOperation:
            self.is_too_large = True
            return ""

    def _read(self, data: MultiValueDict[str, Any], number: UUID) -> Posted:
        problems = self._keep_files(data, number)
        sent = read_sent(self.document, data if not isinstance(data, dict) else MultiValueDict(data))
        rounds = {
            section.key: min(n_rounds(section, data) + (data.get("add") == section.key), MOST_REPEATS)
            for section in self.document.sections
            if section.most_repeats is not None
        }
        n = data.get("n", "")
        return Posted(
            sent, data.getlist(USES), {name: clean(data.get(f"who.{name}", ""))[:200] for name in _WHO}, rounds,
            int(n) if n.isdecimal() and len(n) < 10 else 0, problems,
        )  # fmt: skip

    def _keep_files(self, data: Any, number: UUID) -> dict[str, str]:
        """Keeps each file and writes its id among what was posted; says what is wrong with those that are not kept."""
        problems: dict[str, str] = {}
        wanted = list(self._file_questions())
        if not wanted:
            return problems
        data._mutable = True
        handler = self.request.upload_handlers[0]
        too_big = dict(getattr(handler, "too_big", ()))
        for question in wanted:
            name = name_of(question)
            if f"{name}.new" in too_big:
                problems[question.key] = uploads.too_big(too_big[f"{name}.new"])
            for file in self.request.FILES.getlist(f"{name}.new"):
                try:
                    if why_not(self.ask, self.now):
                        break
                    kept = uploads.keep(
                        ask=self.ask,
                        client_uuid=number,
                        question=question.key,
                        file=file,
                        name=file.name or "",
                    )
                except Refused as refused:
                    problems[question.key] = str(refused)
                else:
                    if str(kept.pk) not in data.getlist(name):
                        data.appendlist(name, str(kept.pk))
        return problems

    def _file_questions(self) -> list[Question]:
        return [one for one in self.document.questions() if one.kind == kinds.FILE]

    def _not_seen(self, data: MultiValueDict[str, Any], sent: Sent) -> set[str]:
        """Questions that these answers open and the page did not show, since no script was there to show them."""
        seen = set(data.getlist("asked"))
        laid = lay_out(self.document, sent, language=self.language)
        found = set()
        for shown in laid.sections:
            if not shown.is_shown:
                continue
            if shown.shown_if and f"s.{shown.section.key}" not in seen:
                found.add(f"s.{shown.section.key}")
            found |= {
                one.name
                for each in shown.rounds
                for one in each.asked
                if one.shown_if and one.is_shown and one.name not in seen
            }
        return found

    # What becomes of it

    def _saved(self, number: UUID, posted: Posted) -> HttpResponse:
        if self.ask.is_anonymous:
            return self._form(number, posted)
        try:
            self._save(number, posted)
        except Refused as refused:
            return self._told(_("Not saved"), [str(refused)], status=409)
        return self._form(number, posted, is_saved=True)

    def _save(self, number: UUID, posted: Posted) -> None:
        posted.n += 1
        own = {name: value for name, value in posted.who.items() if value} | {"uses": posted.uses}
        answering.save_draft(
            ask=self.ask, client_uuid=number, sent={**posted.sent, OWN: own}, language=self.language,
            n_saved=posted.n, invitation=self.invitation,
        )  # fmt: skip

    def _hand_in(self, number: UUID, posted: Posted) -> HttpResponse:
        problems = dict(posted.problems)
        if self._asks_who and self.ask.identity == NAMED and not posted.who["name"].strip():
            problems["who.name"] = _("Write your name: the team sees it beside your answers.")
        made = None
        if not problems:
            try:
                made = answering.receive(
                    ask=self.ask, client_uuid=number, sent=posted.sent, language=self.language, uses=posted.uses,
                    invitation=self.invitation, who=self._who(posted),
                )  # fmt: skip
            except Refused as refused:  # it closed between the two
                return self._closed_over(str(refused), posted)
            problems = made.problems
        if made is None or problems:
            posted.problems = problems | self._other_problems(posted.sent, problems)
            if not self.ask.is_anonymous and not pages.wants_json(self.request):
                self._save(number, posted)
            if pages.wants_json(self.request):
                return pages.answered("problems", status=422)
            return self._form(number, posted)
        if made.differs and pages.wants_json(self.request):
            return pages.answered("differs", receipt=made.receipt)
        if made.differs:
            return self._form(number, posted, receipt=made.receipt, differs=True)
        if made.response is not None and not made.was_there:
            self._drop_files(number, posted)
        if pages.wants_json(self.request):
            return pages.answered("received", receipt=made.receipt)
        return self._receipt(made.receipt, was_there=made.was_there)

    def _who(self, posted: Posted) -> answering.Who | None:
        if not self._asks_who:
            return None
        return answering.Who(name=posted.who["name"], role=posted.who["role"], place=posted.who["place"])

    def _other_problems(self, sent: Sent, known: Mapping[str, str]) -> dict[str, str]:
        """So that everything can be mended at once."""
        found = read_whole(self.document, sent).problems
        return {name: problem for name, problem in found.items() if name not in known}

    def _drop_files(self, number: UUID, posted: Posted) -> None:
        """Files that were taken away again before the answer was handed in."""
        questions = self._file_questions()
        if not questions:
            return
        named = {pk for one in questions for pk in posted.sent.get(one.key, [])}
        there = Upload.objects.filter(ask=self.ask, client_uuid=number)
        uploads.remove(one for one in there if str(one.pk) not in named)

    def _was_received(self, number: UUID) -> bool:
        """Whether a line that broke is being answered a second time after the ask has closed."""
        if self.ask.is_anonymous:
            return self.kept_under(hash_of(receipt_for(number))) is not None
        return Response.objects.filter(ask=self.ask, client_uuid=number).exists()

    # What is shown

    def _state(self) -> HttpResponse | None:
        """Why there is nothing to be answered; None where there is."""
        kept = Response.objects.filter(invitation=self.invitation).first() if self.invitation else None
        if kept is not None:
            return self._answered_before(kept)
        problem = why_not(self.ask, self.now)
        if problem:
            not_yet = standing_of(self.ask, self.now) == NOT_YET
            title = _("This is not open yet") if not_yet else _("This is closed")
            more = [_("Come back then; this link stays the same.")] if not_yet else []
            if not not_yet:
                more = [_("If you answered, your own page still shows what you said.")]
            return self._told(title, [problem, *more], own=pages.own_page())
        if self.ask.audience == "invited" and self.invitation is None and not self.ask.is_anonymous:
            return self._told(
                _("This is for those who were invited"),
                [_("Use the link in the message that you got. It is yours alone.")],
                status=403,
            )
        return None

    def _answered_before(self, kept: Response) -> HttpResponse:
        return self._told(
            _("Your answers were received"),
            [
                _("They came on %(when)s.") % {"when": said(kept.received_at)},
                _("To read, change or take them back, use the code that you were shown then."),
            ],
            own=reverse("own-invited", args=[self.token]) if self.token else pages.own_page(),
            change=reverse("answer-change", args=[self.ask.code]) if not why_not(self.ask, self.now) else "",
        )

    def _draft(self) -> tuple[UUID, Draft | None]:
        going_on = self.request.GET.get("go-on", "")
        number = number_in(going_on, ask=self.ask, invitation=self.invitation) if going_on else None
        if self.ask.is_anonymous or (number is None and self.invitation is None):
            return number or new_number(None), None
        number = number or new_number(self.invitation)
        return number, Draft.objects.filter(pk=number, ask=self.ask).first()

    @property
    def _asks_who(self) -> bool:
        return self.invitation is None and not self.ask.is_anonymous

    def _address(self, last: str = "") -> str:
        if self.invitation is not None:
            name = {
                "": "answer-invited",
                "received": "answer-invited-received",
                "draft": "answer-invited-draft",
            }[last]
            return reverse(name, args=[self.token])
        name = {"": "answer", "received": "answer-received", "draft": "answer-draft"}[last]
        return reverse(name, args=[self.ask.code])

    def _form(self, number: UUID, posted: Posted, *, receipt: str = "", **more: Any) -> HttpResponse:
        files = uploads.labels(self.ask, number) if self._file_questions() else {}
        reading = read_whole(self.document, posted.sent) if posted.problems else None
        laid = lay_out(
            self.document, posted.sent, language=self.language, problems=posted.problems, rounds=posted.rounds,
            files=files, offered=reading.offered if reading else {},
        )  # fmt: skip
        ticket = ticket_for(self.ask, number, self.invitation)
        here = reverse("answer-change", args=[self.ask.code]) if receipt else self._address()
        who = posted.problems.get("who.name", "")
        n_wrong = len(laid.wrong) + bool(who)
        shown = {
            "ask": self.ask,
            "organisation": _organisation(self.ask),
            "laid": laid,
            "known_as": TOLD[self.ask.identity],
            "n_questions": sum(1 for _one in self.document.questions()),
            "minutes": minutes_of(self.document),
            "here": here,
            "hand_in_at": here if receipt else self._address("received"),
            "draft_at": "" if self.ask.is_anonymous or receipt else self._address("draft"),
            "go_on": f"{here}?go-on={ticket}" if not self.ask.is_anonymous and not self.invitation else here,
            "client": number,
            "ticket": ticket,
            "n": posted.n,
            "receipt": receipt,
            "asks_who": self._asks_who and not receipt,
            "who": posted.who,
            "who_problem": who,
            "is_confidential": self.ask.identity == CONFIDENTIAL,
            "wrong_title": _how_many_wrong(n_wrong) if n_wrong else "",
            "consent": asking(self.ask, self.language, given=posted.uses)
            if uses_offered(self.ask) and not receipt
            else None,
            "has_files": bool(self._file_questions()),
            "without_files": leaves_out_files(self.ask),
            "closes": said(self.ask.closes_at) if self.ask.closes_at else "",
            "decline": reverse("answer-decline", args=[self.token])
            if self.invitation and not receipt
            else "",
            "own": pages.own_page(),
            "thanks": self.document.thanks.in_(self.language),
            "change_at": reverse("answer-change", args=[self.ask.code]),
            **more,
        }
        status = 422 if n_wrong else 200
        return pages.page("form.html", shown, language=self.language, there=self.there, status=status)

    def _receipt(self, receipt: str, **more: Any) -> HttpResponse:
        own = pages.own_page("" if self.ask.is_anonymous else receipt)
        shown = {
            "ask": self.ask,
            "organisation": _organisation(self.ask),
            "receipt": receipt,
            "own": own,
            "thanks": self.document.thanks.in_(self.language),
            "closes": said(self.ask.closes_at) if self.ask.closes_at else "",
            "change": reverse("answer-change", args=[self.ask.code]),
            **more,
        }
        return pages.page("received.html", shown, language=self.language)

    def _old(self, number: UUID, posted: Posted) -> HttpResponse:
        if pages.wants_json(self.request):
            return pages.answered("again", ticket=ticket_for(self.ask, number, self.invitation), status=409)
        return self._form(number, posted, is_old=True)

    def _closed_over(self, problem: str, posted: Posted) -> HttpResponse:
        if pages.wants_json(self.request):
            return pages.answered("closed", told=problem, status=409)
        laid = lay_out(self.document, posted.sent, language=self.language)
        typed = [
            (one.label, one.value)
            for section in laid.sections
            for each in section.rounds
            for one in each.asked
            if one.value and one.question.kind in kinds.IN_WORDS
        ]
        kept = [_("What you wrote was not sent. It is below, so that you can copy it.")] if typed else []
        return self._told(_("This is closed"), [problem, *kept], typed=typed, status=409)

    def _too_large(self) -> HttpResponse:
        if pages.wants_json(self.request):
            return pages.answered("too_large", status=413)
        return self._told(
            _("This is too much to be sent at once"),
            [_("Go back: what you typed is still there. Shorten it, or send part of it as a file.")],
            status=413,
        )

    def _told(self, title: str, sentences: list[str], *, status: int = 200, **more: Any) -> HttpResponse:
        more |= {"organisation": _organisation(self.ask), "ask": self.ask}
        return pages.told(title, sentences, language=self.language, status=status, **more)


def _organisation(ask: Ask) -> str:
    """Under whose name it is asked: the programme's, where it belongs to one."""
    return ask.edition.programme.name if ask.edition else ""


def _how_many_wrong(n: int) -> str:
    return ngettext(
        "One thing to mend before it can be handed in", "%(n)s things to mend before it can be handed in", n
    ) % {"n": n}
