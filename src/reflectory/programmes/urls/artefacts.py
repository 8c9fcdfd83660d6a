"""The addresses of what teams make."""

from django.urls import path

from reflectory.programmes.views import artefacts as views

urlpatterns = [
    path("work/", views.artefacts, name="artefacts"),
    path("work/new/", views.artefact_start, name="artefact-new"),
    path("programmes/<slug:programme>/<slug:edition>/work/new/", views.artefact_new, name="artefact-new"),
    path("work/<int:pk>/", views.artefact, name="artefact"),
    path("work/<int:pk>/edit/", views.artefact_edit, name="artefact-edit"),
    path("work/<int:pk>/next/", views.artefact_move, name="artefact-move"),
    path("programmes/<slug:programme>/<slug:edition>/ideas/", views.funnel, name="funnel"),
    path("commitments/", views.commitments, name="commitments"),
]
