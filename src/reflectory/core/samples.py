"""Invented content for the page that shows every component at once, `/look/`.

Only that page uses it; real pages bring their own. The tags it shows are in `templatetags/look.py`, their markup in
docs/reference/look.md.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

ICONS_OF_ROOMS = {
    "Home": "house",
    "Programmes": "layers",
    "Places": "landmark",
    "People": "users",
    "Figures": "chart-no-axes-column",
    "Imports": "upload",
    "History": "history",
}


class SampleForm(forms.Form):
    """One of each kind of field."""

    title = forms.CharField(label="Title of the session", help_text="As it stands in the invitation.")
    held_on = forms.DateField(label="Day")
    starts_at = forms.TimeField(label="Begins at", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("workshop", "Workshop"), ("call", "Call")])
    n_seats = forms.IntegerField(
        label="Seats", required=False, help_text="Leave empty where there is no limit."
    )
    rule = forms.ChoiceField(
        label="What may be repeated outside",
        choices=[
            ("open", "Everything, with names"),
            ("chatham", "What was said, not who said it"),
            ("closed", "Nothing"),
        ],
        widget=forms.RadioSelect,
    )
    formats = forms.MultipleChoiceField(
        label="Formats",
        required=False,
        choices=[("pairs", "Talk in pairs"), ("walk", "Walk"), ("wall", "Wall of notes")],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label="What happened", widget=forms.Textarea, required=False)
    sheet = forms.FileField(label="Attendance sheet", required=False)
    is_recorded = forms.BooleanField(label="The session is recorded", required=False)

    def clean_held_on(self) -> date:
        """Refuses a day outside the edition, as the real form does."""
        day: date = self.cleaned_data["held_on"]
        if day.year != 2021:
            raise forms.ValidationError(
                f"The edition runs from 1 February to 30 November 2021; {day:%-d %B %Y} is outside it. "
                "Choose a day in between."
            )
        return day


def sample_context() -> dict[str, Any]:
    """Everything that the page of components shows."""
    return {
        "is_demonstration": True,
        "is_signed_in": True,
        "signed_in_as": "Marta Oyelaran",
        "navigation": [
            SimpleNamespace(url=f"#{label.lower()}", label=label, icon=icon, is_here=label == "Programmes")
            for label, icon in ICONS_OF_ROOMS.items()
        ],
        "person_menu": [SimpleNamespace(url="#me", label="My notifications", icon="bell")],
        "thread": [
            SimpleNamespace(label="Said", url="#said", state="past", count="412 texts"),
            SimpleNamespace(label="Marked", url="#marked", state="past", count="96 passages"),
            SimpleNamespace(label="Themes", url="", state="here", count="11 themes"),
            SimpleNamespace(label="Findings", url="", state="next", count="nothing yet"),
            SimpleNamespace(label="Published", url="", state="next", count=""),
        ],
        "crumbs": [("Programmes", "#"), ("Innovation Year", "#"), ("2021", "#")],
        "form": SampleForm(),
        "wrong_form": SampleForm(
            {"wrong-held_on": "2020-03-04", "wrong-kind": "call", "wrong-note": "We began late."},
            prefix="wrong",
        ),
        "teams": TEAMS,
        "page": Paginator(range(240), 20).page(4),
        "day": date(2021, 11, 30),
        "instant": datetime(2021, 6, 9, 15, 30, tzinfo=UTC),
        "steps": [
            {"label": "Raised", "n": 148, "url": "#raised"},
            {"label": "Considered", "n": 71, "url": "#considered"},
            {"label": "Prototyped", "n": 23, "url": "#prototyped", "note": "4 stopped, each with its reason"},
            {"label": "Tested", "n": 14, "url": "#tested"},
            {"label": "Implemented", "n": 5, "url": "#implemented"},
        ],
        "attendance": [
            SimpleNamespace(name="p1", label="Ines Caldeira", detail="Housing, Vila Marim", value="here"),
            SimpleNamespace(
                name="p2", label="Tomasz Wren", detail="City manager, Harrow Sound", value="away"
            ),
            SimpleNamespace(name="p3", label="Aduke Ferrars", detail="Parks, Harrow Sound", value="unknown"),
        ],
        "versions": [
            {
                "label": "Problem",
                "theirs": "Tenants wait nine weeks for a repair and nobody tells them why.",
                "yours": "Tenants wait eleven weeks for a repair and nobody tells them when.",
            },
            {"label": "Owner", "theirs": "Ines Caldeira", "yours": "Ines Caldeira"},
        ],
    }


TEAMS = [
    SimpleNamespace(
        place="Harrow Sound",
        level="City",
        stage="Active",
        shape="going",
        n_people=9,
        joined_on=date(2021, 2, 1),
        mark="",
    ),
    SimpleNamespace(
        place="Vila Marim",
        level="City",
        stage="Completed",
        shape="done",
        n_people=12,
        joined_on=date(2021, 2, 1),
        mark="",
    ),
    SimpleNamespace(
        place="Quill County",
        level="County",
        stage="Invited",
        shape="waiting",
        n_people=0,
        joined_on=None,
        mark="is-doubtful",
    ),
    SimpleNamespace(
        place="Port Ansel",
        level="City",
        stage="Withdrew",
        shape="stopped",
        n_people=6,
        joined_on=date(2021, 3, 15),
        mark="is-refused",
    ),
]
