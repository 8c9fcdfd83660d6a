"""Fills an empty installation with the demonstration portfolio: `load(by=system("Demonstration"))`.

Deterministic but for the editions of the present year, whose days count from the day of the build. The order is that
of a real year: places and people, teams, sessions, work; merges and sign-ins at the end. Not for real work: it is
refused where anything was entered.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.demonstration.asked import ask_people
from reflectory.demonstration.directory import Directory, fill_directory, merge_second_spellings
from reflectory.demonstration.made_sense import look_for_themes
from reflectory.demonstration.present import lay_out_the_present
from reflectory.demonstration.said import bring_in_what_was_said
from reflectory.demonstration.sessions import hold_past_sessions
from reflectory.demonstration.signing_in import add_sign_ins
from reflectory.demonstration.teams import Taking, lay_out_teams, set_up_teams
from reflectory.demonstration.work import enter_work
from reflectory.directory.models import Organisation
from reflectory.programmes.actions.running import close_alert, raise_alert
from reflectory.programmes.models import Programme

SEED = 2021
TOOK_PART = ("completed", "alumni", "withdrew")


@transaction.atomic
def load(*, by: Viewer, today: date | None = None, with_themes: bool = True) -> Taking:
    """The whole portfolio, or nothing. Refused where an organisation or a programme is there already.

    Without themes it takes half the time: for tests that do not look at them.
    """
    if is_loaded():
        raise Refused(
            _("This installation holds programmes or organisations. The demonstration needs an empty one.")
        )
    chance = Random(SEED)
    directory = fill_directory(by=by)
    taking = set_up_teams(by=by, directory=directory, chance=chance)
    took_part = [team for team in taking.teams.values() if team.stage in TOOK_PART]
    lay_out_teams(by=by, teams=took_part)
    hold_past_sessions(by=by, editions=taking.editions.values(), directory=directory, chance=chance)
    enter_work(by=by, taking=taking, directory=directory)
    _concerns(by, taking, directory)
    merge_second_spellings(by=by, organisations=directory.organisations)
    bring_in_what_was_said(by=by, taking=taking, directory=directory)
    if with_themes:
        look_for_themes(by=by, taking=taking)
    day = today or timezone.localdate()
    track, network = lay_out_the_present(by=by, taking=taking, directory=directory, today=day, chance=chance)
    ask_people(by=by, directory=directory, track=track, network=network, today=day)
    add_sign_ins(by=by, taking=taking, directory=directory, track=track, network=network, on=day)
    return taking


def is_loaded() -> bool:
    """Whether anything was entered that the demonstration would get mixed up with."""
    return Organisation.objects.exists() or Programme.objects.exists()


def _concerns(by: Viewer, taking: Taking, directory: Directory) -> None:
    """Two safeguarding concerns, one of them dealt with."""
    coach = replace(by, person_id=directory.people["nahed-el-tawil"].pk)
    liaison = replace(by, person_id=directory.people["tariq-khoury-nassar"].pk)
    raise_alert(
        by=coach, edition=taking.editions["innovation-track-2021"], on=date(2021, 6, 9),
        concern="A resident who tested the prototype said "
        "that a member of the team had rung her at home in the evening, twice.",
    )  # fmt: skip
    alert = raise_alert(
        by=liaison, edition=taking.editions["earned-legitimacy-2021"], on=date(2021, 9, 22),
        concern="Somebody left the listening session in tears and went home alone.",
    )  # fmt: skip
    close_alert(
        by=by, alert=alert, on=date(2021, 9, 27),
        outcome="The liaison rang the next morning. "
        "She asked for a chair by the door and a friend beside her; both are there from now on.",
    )  # fmt: skip
