"""How a run is carried out: by its command, beside the server, once."""

import subprocess
import sys

import pytest
from django.core.management import call_command

from reflectory.core import beside
from reflectory.sensemaking import starting
from reflectory.sensemaking.models import Run
from tests import portfolio as a
from tests.sensemaking import runs

pytestmark = pytest.mark.django_db


def test_the_command_carries_out_the_run_and_says_why_where_there_is_nothing_to_find():
    run = runs.begun([a.edition()])
    call_command("carry_out_run", str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", "No text can be used. Below is what became of each.")


def test_beside_the_server_the_command_is_run_for_just_this_run(
    monkeypatch, django_capture_on_commit_callbacks
):
    started = []
    real = subprocess.Popen

    def noted(command, **given):
        started.append((command, given["env"]["DJANGO_SETTINGS_MODULE"], given["start_new_session"]))
        return real([sys.executable, "-c", ""], stdin=subprocess.DEVNULL)

    monkeypatch.setattr(beside.subprocess, "Popen", noted)
    run = runs.begun([a.edition()])
    with django_capture_on_commit_callbacks(execute=True):
        starting.start(run)
        assert started == []
    command = [sys.executable, "-P", "-m", "django", "carry_out_run", str(run.pk)]
    assert started == [(command, "reflectory.config.settings", True)]


def test_where_processes_are_not_wanted_it_is_carried_out_at_once(
    settings, django_capture_on_commit_callbacks
):
    settings.RUNS_ARE_CARRIED_OUT_BESIDE = False
    run = runs.begun([a.edition()])
    with django_capture_on_commit_callbacks(execute=True):
        starting.start(run)
    assert Run.objects.get(pk=run.pk).state == "failed"
