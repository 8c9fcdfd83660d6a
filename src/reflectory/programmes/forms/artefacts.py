"""What is typed about ideas, prototypes, commitments and all else: the fields that all have, and those of the kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reflectory.core.visibility import Viewer
from reflectory.directory.models import Person
from reflectory.programmes.artefact_kinds import KINDS, ArtefactKind, OwnField
from reflectory.programmes.forms.activities import TeamChoice, teams_for
from reflectory.programmes.forms.teams import coaches_in
from reflectory.programmes.models import Artefact, Edition, Membership, Team
from reflectory.programmes.policies import can_run_edition, reads_private

OWN = "own_"
MONEY = {"max_digits": 14, "decimal_places": 2}


def kinds_for(by: Viewer) -> list[ArtefactKind]:
    """The kinds that are offered to the reader; private ones only to leads and coaches."""
    return [kind for kind in KINDS.values() if reads_private(by, kind.key)]


def field_for(own: OwnField) -> forms.Field:
    """The form field that asks for one of a kind's own fields."""
    common: dict[str, Any] = {"label": str(own.name).capitalize(), "required": False, "help_text": own.help}
    if own.type == "long":
        return forms.CharField(**common, widget=forms.Textarea(attrs={"rows": 4}))
    if own.type == "day":
        return forms.DateField(**common)
    if own.type in ("number", "money"):
        return forms.DecimalField(**common, **MONEY)
    if own.type == "choice":
        return forms.ChoiceField(**common, choices=[("", _("not said")), *own.choices])
    if own.type == "address":
        return forms.URLField(**common, assume_scheme="https")
    return forms.CharField(**common, max_length=300)


def details_in(cleaned: dict[str, Any]) -> dict[str, str]:
    """The kind's own fields as they are kept."""
    return {key.removeprefix(OWN): _kept(value) for key, value in cleaned.items() if key.startswith(OWN)}


def _kept(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


class ArtefactForm(forms.Form):
    """What all artefacts have, and the fields of this kind."""

    title = forms.CharField(
        label=_("Title"), max_length=300, help_text=_("A sentence that says it by itself.")
    )
    text = forms.CharField(label=_("In more words"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Owner"), required=False, empty_label=_("nobody yet")
    )
    comes_from = forms.ModelChoiceField(
        Artefact.objects.none(),
        label=_("Comes from"),
        required=False,
        empty_label=_("nothing written down here"),
    )
    expires_on = forms.DateField(
        label=_("Expires"),
        required=False,
        help_text=_("From then on it is shown as expired, until somebody looks again."),
    )

    def __init__(
        self, *args: Any, by: Viewer, kind: ArtefactKind, edition: Edition, team: Team | None,
        instance: Artefact | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        # What stands there is what the form opens with, so that a form page can treat it as a model form.
        initial = {**kwargs.pop("initial", {}), **(initial_of(instance) if instance else {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.kind = kind
        self.fields["owner"].queryset = owners(edition, team, instance)
        self.fields["comes_from"].queryset = sources(by, kind, edition, team, instance)
        if not kind.comes_from:
            del self.fields["comes_from"]
        if kind.key != "resource":
            del self.fields["expires_on"]
        for own in kind.fields:
            self.fields[OWN + own.key] = field_for(own)

    def values(self) -> dict[str, Any]:
        """What was said, under the names of the model."""
        said = {key: value for key, value in self.cleaned_data.items() if not key.startswith(OWN)}
        return {**said, "details": details_in(self.cleaned_data)}


class NewArtefact(ArtefactForm):
    """Something new, from a day on; for one team, or for the edition as a whole."""

    on = forms.DateField(label=_("Since"), initial=timezone.localdate)
    for_team = TeamChoice(
        Team.objects.none(), label=_("Of the team"), required=False, empty_label=_("none, of the edition")
    )

    def __init__(self, *args: Any, by: Viewer, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, by=by, edition=edition, **kwargs)
        self.fields["for_team"].queryset = teams_for(by, edition)
        if not can_run_edition(by, edition):
            self.fields["for_team"].required = True
            self.fields["for_team"].empty_label = None


def owners(edition: Edition, team: Team | None, instance: Artefact | None) -> QuerySet[Person]:
    """The people of the team, the coaches, and whoever owns it now."""
    members = (
        Membership.objects.filter(team=team, left_on__isnull=True) if team else Membership.objects.none()
    )
    now = instance.owner_id if instance else None
    return Person.objects.filter(
        Q(pk__in=members.values("person")) | Q(pk__in=coaches_in(edition).values("pk")) | Q(pk=now or 0)
    )


def sources(
    by: Viewer, kind: ArtefactKind, edition: Edition, team: Team | None, instance: Artefact | None
) -> QuerySet[Artefact]:
    """What one of this kind may grow out of: of the same team, or of the edition where it has none."""
    rows = Artefact.objects.visible_to(by).filter(edition=edition, kind__in=kind.comes_from)
    if team is not None:
        rows = rows.filter(Q(team=team) | Q(team__isnull=True))
    return rows.exclude(pk=instance.pk) if instance else rows


def initial_of(artefact: Artefact) -> dict[str, Any]:
    """What a form about it opens with."""
    return {
        "title": artefact.title, "text": artefact.text, "owner": artefact.owner_id,
        "comes_from": artefact.comes_from_id, "expires_on": artefact.expires_on, **own_values(artefact),
    }  # fmt: skip


def own_values(artefact: Artefact) -> dict[str, Any]:
    """The kind's own fields as values of their types, under the names that a form gives them."""
    values: dict[str, Any] = {}
    for own in artefact.definition.fields:
        kept = artefact.details.get(own.key)
        if kept and own.type == "day":
            values[OWN + own.key] = date.fromisoformat(kept)
        elif kept and own.type in ("number", "money"):
            values[OWN + own.key] = Decimal(kept)
        else:
            values[OWN + own.key] = kept or (None if own.type in ("day", "number", "money") else "")
    return values


class MoveArtefact(forms.Form):
    """The next status of an artefact; only what its kind allows is offered."""

    to = forms.ChoiceField(
        label=_("Next"), widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("That cannot follow. Choose one of those offered.")},
    )  # fmt: skip
    on = forms.DateField(label=_("On"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, artefact: Artefact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = artefact.definition
        allowed = kind.moves[artefact.status]
        self.fields["to"].choices = [(key, kind.status_name(key)) for key in allowed]
        asking = [str(kind.status_name(key)) for key in allowed if key in kind.needs_reason]
        if asking:
            self.fields["reason"].help_text = _("Needed where it becomes: {statuses}.").format(
                statuses=", ".join(asking)
            )


class ArtefactsFilter(forms.Form):
    """What the list of artefacts is narrowed to. Words that make no sense narrow nothing."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    reached = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("Edition"), required=False, empty_label=_("any edition")
    )
    team = forms.ModelChoiceField(Team.objects.none(), required=False, widget=forms.HiddenInput)
    owner = forms.ModelChoiceField(Person.objects.none(), required=False, widget=forms.HiddenInput)
    words = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.SearchInput)

    def __init__(self, *args: Any, by: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = kinds_for(by)
        self.fields["kind"].choices = [("", _("any kind")), *[(kind.key, str(kind.plural)) for kind in kinds]]
        chosen = next((kind for kind in kinds if kind.key == self.data.get("kind")), None)
        if chosen is None:
            del self.fields["status"]
        else:
            self.fields["status"].choices = [("", _("any status")), *chosen.statuses]
        self.fields["edition"].queryset = Edition.objects.visible_to(by).select_related("programme")
        self.fields["team"].queryset = Team.objects.visible_to(by).select_related(
            "organisation", "edition__programme"
        )
        self.fields["owner"].queryset = Person.objects.visible_to(by)


class CommitmentsFilter(forms.Form):
    """Which commitments are shown."""

    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("", _("open ones first")), ("open", _("open ones")), ("late", _("late ones")),
                 ("kept", _("those implemented")), ("dropped", _("those dropped"))],
    )  # fmt: skip
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("Edition"), required=False, empty_label=_("any edition")
    )
    words = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.SearchInput)

    def __init__(self, *args: Any, by: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = Edition.objects.visible_to(by).select_related("programme")
