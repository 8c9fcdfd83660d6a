"""The addresses of what was said, and its item in the main navigation."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from reflectory.core.navigation import Place, register_place
from reflectory.evidence.policies import can_bring_in
from reflectory.evidence.views import bringing, consent, intakes, sources

urlpatterns = [
    path("said/", sources.sources, name="said"),
    path("said/new/", bringing.said_new, name="said-new"),
    path("said/new/<str:token>/", bringing.said_preview, name="said-preview"),
    path("said/new/<str:token>/columns/", bringing.said_columns, name="said-columns"),
    path("said/new/<str:token>/confirm/", bringing.said_confirm, name="said-confirm"),
    path("said/new/<str:token>/discard/", bringing.said_discard, name="said-discard"),
    path("said/intakes/", intakes.intakes, name="intakes"),
    path("said/intakes/<int:pk>/", intakes.intake, name="intake"),
    path("said/<int:pk>/", sources.source, name="source"),
    path("said/<int:pk>/excerpt/", sources.excerpt_new, name="excerpt-new"),
    path("said/<int:pk>/sentences/", sources.excerpt_sentences, name="excerpt-sentences"),
    path("said/<int:pk>/redact/", sources.source_redact, name="source-redact"),
    path("said/<int:pk>/agree/", consent.source_agree, name="source-agree"),
    path("said/<int:pk>/withdraw/", consent.source_withdraw, name="source-withdraw"),
]

# Who may bring words in is who reads them.
register_place(Place(_("What was said"), "said", "quote", 50, can_bring_in))
