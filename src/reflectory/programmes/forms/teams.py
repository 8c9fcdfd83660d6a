"""What is typed about teams: a new one, its coach and focus, its next stage, its people, departures from the plan."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reflectory.accounts.roles import COACH
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.levels import DEPARTMENT
from reflectory.directory.models import SENIORITY, Contact, Organisation, Person
from reflectory.programmes import stages
from reflectory.programmes.catalogue import kind_of
from reflectory.programmes.forms.choosing import (
    organisation_words,
    organisations_found,
    people_found,
    person_words,
)
from reflectory.programmes.models import Departure, Edition, Team


def coaches_in(edition: Edition) -> QuerySet[Person]:
    """People who were granted the role of coach in the edition or its programme."""
    granted = Q(account__grants__edition=edition) | Q(account__grants__programme=edition.programme_id)
    live = Q(account__grants__role=COACH, account__grants__ended_on__isnull=True)
    return Person.objects.filter(pk__in=Person.objects.filter(granted & live).values("pk"))


class OrganisationChoice(forms.ModelChoiceField):
    """One organisation of a handful, each with what tells it from its namesakes."""

    def label_from_instance(self, obj: Organisation) -> str:
        return organisation_words(obj)


class PersonChoice(forms.ModelChoiceField):
    """One person of a handful, each with their post."""

    def label_from_instance(self, obj: Person) -> str:
        return person_words(obj)


def choice_of_organisation(
    viewer: Viewer, words: str, *, label: Any, required: bool = True
) -> OrganisationChoice:
    """The field for one of the organisations that the words may mean."""
    return OrganisationChoice(
        organisations_found(viewer, words), label=label, required=required, widget=forms.RadioSelect,
        empty_label=None, blank=False,
    )  # fmt: skip


def choice_of_person(viewer: Viewer, words: str, *, label: Any) -> PersonChoice:
    """The field for one of the people that the words may mean, or nobody of them."""
    return PersonChoice(
        people_found(viewer, words).prefetch_related("posts__organisation"), label=label, required=False,
        widget=forms.RadioSelect, empty_label=_("somebody else"), blank=True,
    )  # fmt: skip


class TeamsFilter(forms.Form):
    """What the list of teams is narrowed to. Words that make no sense narrow nothing."""

    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("any stage")), *stages.STAGES]
    )
    level = forms.ChoiceField(label=_("Level"), required=False)
    coach = forms.ModelChoiceField(
        Person.objects.none(), label=_("Coach"), required=False, empty_label=_("any coach")
    )
    words = forms.CharField(
        label=_("Place or focus"), required=False, max_length=100, widget=forms.SearchInput
    )

    def __init__(
        self, *args: Any, levels: list[tuple[str, Any]], coaches: QuerySet[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", _("any level")), *levels]
        self.fields["coach"].queryset = coaches


class NewTeam(forms.Form):
    """An organisation enters an edition."""

    stage = forms.ChoiceField(
        label=_("Stage it begins in"), choices=[one for one in stages.STAGES if one[0] in stages.FIRST]
    )
    on = forms.DateField(label=_("Since"), initial=timezone.localdate)
    coach = forms.ModelChoiceField(
        Person.objects.none(), label=_("Coach"), required=False, empty_label=_("nobody yet")
    )
    focus = forms.CharField(
        label=_("Works on"),
        required=False,
        max_length=300,
        help_text=_("The problem in a few words, if it is known."),
    )

    def __init__(self, *args: Any, viewer: Viewer, words: str, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = choice_of_organisation(viewer, words, label=_("Which one is meant?"))
        self.fields = {"organisation": choice, **self.fields}
        self.fields["coach"].queryset = coaches_in(edition)


class EditTeam(forms.ModelForm):
    """Coach and focus of a team."""

    class Meta:
        model = Team
        fields: ClassVar = ["coach", "focus"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = Q(pk=self.instance.coach_id or 0)
        self.fields["coach"].queryset = Person.objects.filter(
            now | Q(pk__in=coaches_in(self.instance.edition).values("pk"))
        )
        self.fields["coach"].empty_label = _("nobody")
        self.fields["coach"].help_text = _("People who were given the role of coach in this programme.")


class MoveTeam(forms.Form):
    """The next stage of a team; only what the table of moves allows is offered."""

    to = forms.ChoiceField(
        label=_("Next stage"), widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("That stage cannot follow. Choose one of those offered.")},
    )  # fmt: skip
    on = forms.DateField(label=_("On"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Why"), required=False, widget=forms.Textarea,
        help_text=_("What you would tell a colleague who asks in a year. It is kept with the move."),
    )  # fmt: skip
    award = forms.ChoiceField(
        label=_("Award"), required=False,
        choices=[("", _("none")), *[choice for choice in Team._meta.get_field("award").choices or () if choice[0]]],
    )  # fmt: skip

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(stages.STAGES)
        self.fields["to"].choices = [(key, names[key]) for key in stages.MOVES[team.stage]]
        self.fields["award"].initial = team.award


class NewMember(forms.Form):
    """Somebody joins a team: one of those found, or a new person by name and e-mail."""

    name = forms.CharField(
        label=_("Name of somebody new"), required=False, max_length=200,
        help_text=_("Leave this empty where you chose somebody above."),
    )  # fmt: skip
    email = forms.EmailField(label=_("Their e-mail address"), required=False, help_text=_("Kept encrypted."))
    role = forms.ChoiceField(label=_("Role in the team"))
    department = OrganisationChoice(
        Organisation.objects.none(),
        label=_("Department"),
        required=False,
        empty_label=_("none, or not known"),
    )
    seniority = forms.ChoiceField(
        label=_("Seniority"), required=False, choices=[("", _("not known")), *SENIORITY],
        help_text=_("Attendance is shown by it, so that you see who comes and who only sends others."),
    )  # fmt: skip
    joined_on = forms.DateField(label=_("Joined"), initial=timezone.localdate)

    def __init__(self, *args: Any, viewer: Viewer, words: str, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words.strip():
            choice = choice_of_person(viewer, words, label=_("Who is meant?"))
            self.fields = {"person": choice, **self.fields}
        kind = kind_of(team.edition.programme.kind)
        self.roles = {role.key: role for role in kind.roles} if kind else {}
        self.fields["role"].choices = [(role.key, role.name) for role in self.roles.values()] or [
            ("core_team_member", _("team member"))
        ]
        government = team.organisation.parent_id or team.organisation_id
        self.fields["department"].queryset = Organisation.objects.standing().filter(
            level=DEPARTMENT, parent=government
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person, name = cleaned.get("person"), cleaned.get("name")
        if person is None and not name:
            self.add_error("name", _("Nobody is chosen. Look for somebody above, or write a name here."))
        if person is not None and name:
            self.add_error("name", _("You chose {person} above. Empty this, or choose “somebody else”.").format(
                person=person))  # fmt: skip
        return cleaned

    def check_address_is_new(self) -> None:
        """Raises `Refused` where the address belongs to somebody who is known."""
        email = self.cleaned_data["email"]
        if email and Contact.objects.known_by(email).exists():
            said = gettext("Somebody with the address {email} is known already. Look for the address above.")
            raise Refused(said.format(email=email))

    def seniority_of(self) -> str:
        """What was said, or else what the role implies."""
        role = self.roles.get(self.cleaned_data["role"])
        return self.cleaned_data["seniority"] or (role.seniority if role and role.seniority else "")


class EndMember(forms.Form):
    """Somebody leaves a team."""

    on = forms.DateField(label=_("Last day in the team"), initial=timezone.localdate)


class NewDeparture(forms.ModelForm):
    """Where the team's plan departs from its kind."""

    on = forms.DateField(label=_("Since"), initial=timezone.localdate)

    class Meta:
        model = Departure
        fields: ClassVar = ["planned", "instead", "reason", "on"]
        help_texts: ClassVar = {
            "planned": _("As the kind of programme has it, for instance: coaching every week."),
            "instead": _("What this team does."),
            "reason": _("It is what others will learn from."),
        }
