"""What the frame of every page needs: the navigation, the menu of the person, and whether all of this is invented."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from reflectory.core.navigation import navigation
from reflectory.core.visibility import NOBODY
from reflectory.workspace.installation import INVENTED_FILE


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for `core/frame.html`. Pages that know more about the thread say so themselves."""
    viewer = getattr(request, "viewer", NOBODY)
    shared = {"is_demonstration": is_demonstration(), "thread": []}
    if viewer.account_id is None:
        return shared
    return {
        **shared,
        "navigation": navigation(request, viewer),
        "signed_in_as": viewer.name,
        "person_menu": [
            SimpleNamespace(url=reverse("preferences"), label=_("My preferences"), icon="settings"),
        ],
    }


def is_demonstration() -> bool:
    """Whether this installation holds the invented portfolio."""
    return (
        bool(getattr(settings, "IS_DEMONSTRATION", False))
        or (settings.REFLECTORY_DIR / INVENTED_FILE).exists()
    )
