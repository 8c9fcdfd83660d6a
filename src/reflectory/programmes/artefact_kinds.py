"""What a programme makes and keeps: the kinds of artefact, the statuses each goes through, its few own fields.

One status table per kind. An artefact begins in the first status; a move that is not in the table is refused,
and some moves ask for a reason. A field's type decides how it is asked for and checked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class OwnField:
    """One typed field of a kind: text, long, day, number, money, choice or address."""

    key: str
    name: Any
    type: str = "text"
    choices: tuple[tuple[str, Any], ...] = ()
    help: Any = ""


@dataclass(frozen=True)
class ArtefactKind:
    """A kind: its statuses in order, where each may lead, which moves need a reason, its own fields."""

    key: str
    name: Any
    plural: Any
    statuses: tuple[tuple[str, Any], ...]
    moves: dict[str, tuple[str, ...]]
    needs_reason: frozenset[str] = frozenset()
    fields: tuple[OwnField, ...] = ()
    is_private: bool = False  # seen by leads and the team's coach only
    comes_from: tuple[str, ...] = field(default=())  # kinds that one of this kind may grow out of

    @property
    def first(self) -> str:
        """The status that one begins in."""
        return self.statuses[0][0]

    def status_name(self, key: str) -> Any:
        """The status as people read it."""
        return dict(self.statuses).get(key, key)


KINDS = {
    kind.key: kind
    for kind in (
        ArtefactKind(
            "problem_statement", _("problem statement"), _("problem statements"),
            (("draft", _("draft")), ("agreed", _("agreed")), ("revised", _("revised"))),
            {"draft": ("agreed",), "agreed": ("revised",), "revised": ("agreed",)},
            fields=(OwnField("who_is_affected", _("who is affected"), "long"),),
        ),
        ArtefactKind(
            "insight", _("insight"), _("insights"),
            (("draft", _("draft")), ("agreed", _("agreed")), ("dropped", _("dropped"))),
            {"draft": ("agreed", "dropped"), "agreed": ("dropped",), "dropped": ("draft",)},
            needs_reason=frozenset({"dropped"}),
            fields=(OwnField("rests_on", _("what it rests on"), "long"),), comes_from=("problem_statement",),
        ),
        ArtefactKind(
            "idea", _("idea"), _("ideas"),
            (("raised", _("raised")), ("considered", _("considered")), ("prototyped", _("prototyped")),
             ("tested", _("tested")), ("implemented", _("implemented")), ("stopped", _("stopped"))),
            {"raised": ("considered", "stopped"), "considered": ("prototyped", "stopped"),
             "prototyped": ("tested", "stopped"), "tested": ("implemented", "prototyped", "stopped"),
             "implemented": ("stopped",), "stopped": ("considered",)},
            needs_reason=frozenset({"stopped"}), comes_from=("insight", "problem_statement"),
        ),
        ArtefactKind(
            "prototype", _("prototype"), _("prototypes"),
            (("planned", _("planned")), ("built", _("built")), ("tested", _("tested")), ("adopted", _("adopted")),
             ("stopped", _("stopped"))),
            {"planned": ("built", "stopped"), "built": ("tested", "stopped"),
             "tested": ("built", "adopted", "stopped"), "adopted": ("stopped",), "stopped": ("planned",)},
            needs_reason=frozenset({"stopped"}),
            fields=(OwnField("hypothesis", _("what we believe"), "long"), OwnField("tried_with", _("tried with")),
                    OwnField("learnt", _("what the test showed"), "long")),
            comes_from=("idea",),
        ),
        ArtefactKind(
            "experiment", _("experiment"), _("experiments"),
            (("planned", _("planned")), ("running", _("running")), ("ended", _("ended")), ("dropped", _("dropped"))),
            {"planned": ("running", "dropped"), "running": ("ended", "dropped"), "ended": (), "dropped": ()},
            needs_reason=frozenset({"dropped"}),
            fields=(OwnField("hypothesis", _("what we believe"), "long"), OwnField("signal", _("how we will know")),
                    OwnField("learnt", _("what happened"), "long")),
            comes_from=("idea", "problem_statement"),
        ),
        ArtefactKind(
            "dataset", _("dataset"), _("datasets"),
            (("wanted", _("wanted")), ("found", _("found")), ("in_use", _("in use")),
             ("unavailable", _("unavailable"))),
            {"wanted": ("found", "unavailable"), "found": ("in_use", "unavailable"), "in_use": ("unavailable",),
             "unavailable": ("found",)},
            fields=(OwnField("data_owner", _("who owns the data")), OwnField("licence", _("licence")),
                    OwnField("quality", _("quality"), "long"), OwnField("gap", _("what is missing"), "long"),
                    OwnField("address", _("address"), "address")),
        ),
        ArtefactKind(
            "commitment", _("commitment"), _("commitments"),
            (("proposed", _("proposed")), ("buy_in", _("buy-in")), ("approved", _("approved")),
             ("implemented", _("implemented")), ("dropped", _("dropped"))),
            {"proposed": ("buy_in", "approved", "dropped"), "buy_in": ("approved", "dropped"),
             "approved": ("implemented", "dropped"), "implemented": ("dropped",), "dropped": ("proposed",)},
            needs_reason=frozenset({"dropped"}),
            fields=(OwnField("promised_by", _("promised by")), OwnField("promised_to", _("promised to")),
                    OwnField("due_on", _("due"), "day"), OwnField("amount", _("amount"), "money")),
            comes_from=("idea", "prototype", "harm"),
        ),
        ArtefactKind(
            "outcome", _("outcome"), _("outcomes"),
            (("draft", _("draft")), ("agreed", _("agreed")), ("substantiated", _("substantiated")),
             ("disputed", _("disputed"))),
            {"draft": ("agreed", "disputed"), "agreed": ("substantiated", "disputed"),
             "substantiated": ("disputed",), "disputed": ("agreed",)},
            fields=(OwnField("who_changed", _("who changed")), OwnField("what_changed", _("what changed"), "long"),
                    OwnField("significance", _("why it matters"), "long"),
                    OwnField("contribution", _("what the programme contributed"), "long"),
                    OwnField("intended", _("intended"), "choice", (("yes", _("yes")), ("no", _("no"))))),
            comes_from=("commitment", "prototype", "experiment"),
        ),
        ArtefactKind(
            "gap", _("gap"), _("gaps"),
            (("seen", _("seen")), ("partner_sought", _("partner sought")), ("filled", _("filled")),
             ("left_open", _("left open"))),
            {"seen": ("partner_sought", "filled", "left_open"), "partner_sought": ("filled", "left_open"),
             "filled": ("seen",), "left_open": ("partner_sought",)},
            needs_reason=frozenset({"left_open"}),
            fields=(OwnField("partnership", _("the partnership that fills it"), "long"),),
        ),
        ArtefactKind(
            "harm", _("harm acknowledged"), _("harms acknowledged"),
            (("raised", _("raised")), ("acknowledged", _("acknowledged")), ("answered", _("answered"))),
            {"raised": ("acknowledged",), "acknowledged": ("answered",), "answered": ("acknowledged",)},
            fields=(OwnField("to_whom", _("to whom")), OwnField("acknowledged_by", _("acknowledged by"))),
            is_private=True,
        ),
        ArtefactKind(
            "power_map", _("power map"), _("power maps"),
            (("draft", _("draft")), ("shared", _("shared"))), {"draft": ("shared",), "shared": ("draft",)},
            fields=(OwnField("holds_power", _("who decides"), "long"),
                    OwnField("not_heard", _("who is not heard"), "long")),
            is_private=True,
        ),
        ArtefactKind(
            "stipend", _("stipend"), _("stipends"),
            (("agreed", _("agreed")), ("paid", _("paid")), ("declined", _("declined"))),
            {"agreed": ("paid", "declined"), "paid": (), "declined": ("agreed",)},
            fields=(OwnField("amount", _("amount"), "money"), OwnField("paid_on", _("paid on"), "day")),
            is_private=True,
        ),
        ArtefactKind(
            "resource", _("resource"), _("resources"),
            (("current", _("current")), ("under_review", _("under review")), ("expired", _("expired"))),
            {"current": ("under_review", "expired"), "under_review": ("current", "expired"), "expired": ("current",)},
            fields=(OwnField("as_of", _("as of"), "day"), OwnField("address", _("address"), "address")),
        ),
    )
}  # fmt: skip
CHOICES = [(kind.key, kind.name) for kind in KINDS.values()]
# How far residents had a say, from least to most.
RUNGS = [
    ("told", _("told")),
    ("asked", _("asked")),
    ("tested_with", _("tested with")),
    ("co_created", _("co-created")),
    ("decided", _("decided")),
]
