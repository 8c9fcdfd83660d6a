"""What an after-action review rests on: the questions asked before it, and what was left from the last one."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from reflectory.core.visibility import Viewer
from reflectory.listening.models.after_action import ReviewAction
from reflectory.programmes.models import Activity

BEFORE: dict[str, Any] = {
    "languages": ["en", "es", "fr", "pt"],
    "title": {
        "en": "Before we look back",
        "es": "Antes de mirar atrás",
        "fr": "Avant de revenir en arrière",
        "pt": "Antes de olhar para trás",
    },
    "sections": [
        {
            "key": "session",
            "questions": [
                {
                    "key": "intended", "kind": "long_text",
                    "label": {
                        "en": "What did you think this session was for?",
                        "es": "¿Para qué cree que era esta sesión?",
                        "fr": "À quoi devait servir cette séance, selon vous ?",
                        "pt": "Para que era esta sessão, na sua opinião?",
                    },
                },
                {
                    "key": "actual", "kind": "long_text",
                    "label": {
                        "en": "What happened that you did not expect?",
                        "es": "¿Qué ocurrió que no esperaba?",
                        "fr": "Que s’est-il passé que vous n’attendiez pas ?",
                        "pt": "O que aconteceu que não esperava?",
                    },
                },
                {
                    "key": "improve", "kind": "long_text",
                    "label": {
                        "en": "What should we do otherwise next time?",
                        "es": "¿Qué deberíamos hacer de otro modo la próxima vez?",
                        "fr": "Que devrions-nous faire autrement la prochaine fois ?",
                        "pt": "O que devemos fazer de outra forma da próxima vez?",
                    },
                },
            ],
        }
    ],
}  # fmt: skip


def left_from_before(activity: Activity, viewer: Viewer) -> list[ReviewAction]:
    """Open actions of the reviews of earlier sessions of this kind in the same edition, oldest first.

    Sessions are of one kind where the plan says so by its key; where it has none, by what they are.
    """
    same = Q(review__activity__key=activity.key) if activity.key else Q(review__activity__kind=activity.kind)
    rows = ReviewAction.objects.visible_to(viewer).filter(
        same,
        Q(review__activity__team=activity.team_id) | Q(review__activity__team__isnull=True),
        review__activity__edition=activity.edition_id,
        review__activity__starts_at__lt=activity.starts_at,
        state="open",
    )
    return list(rows.select_related("owner", "review__activity").order_by("due_on", "pk"))
