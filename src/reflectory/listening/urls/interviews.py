"""Addresses under which interviews are planned, held and written up."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from reflectory.core.navigation import Place, register_place
from reflectory.listening.policies.interviews import can_plan_interviews
from reflectory.listening.views import interview_grid as grid
from reflectory.listening.views import interview_holding as holding
from reflectory.listening.views import interview_transcripts as transcripts
from reflectory.listening.views import interviews as views

urlpatterns: list[URLPattern] = [
    path("interviews/", views.interviews, name="interviews"),
    path("interviews/new/", views.series_start, name="interview-series-start"),
    path(
        "programmes/<slug:programme>/<slug:edition>/interviews/new/",
        views.series_new,
        name="interview-series-new",
    ),
    path("interviews/series/<int:pk>/", views.series, name="interview-series"),
    path("interviews/series/<int:pk>/edit/", views.series_edit, name="interview-series-edit"),
    path("interviews/series/<int:pk>/frame/", views.frame_edit, name="interview-frame"),
    path("interviews/series/<int:pk>/add/", views.interview_new, name="interview-new"),
    path("interviews/series/<int:pk>/grid/", grid.grid, name="interview-grid"),
    path("interviews/series/<int:pk>/grid/<int:place>/", grid.grid_cell, name="interview-cell"),
    path("interviews/<int:pk>/", views.interview, name="interview"),
    path("interviews/<int:pk>/edit/", views.interview_edit, name="interview-edit"),
    path("interviews/<int:pk>/time/", views.interview_schedule, name="interview-schedule"),
    path("interviews/<int:pk>/calendar.ics", views.interview_calendar, name="interview-calendar"),
    path("interviews/<int:pk>/write/", views.interview_write, name="interview-write"),
    path("interviews/<int:pk>/to/<slug:to>/", views.interview_move, name="interview-move"),
    path("interviews/<int:pk>/hold/", holding.hold, name="interview-hold"),
    path("interviews/<int:pk>/hold/notes/", holding.notes, name="interview-notes"),
    path("interviews/<int:pk>/notes/", holding.read, name="interview-read"),
    path("interviews/<int:pk>/take-back/", holding.take_back, name="interview-take-back"),
    path("interviews/<int:pk>/transcript/", transcripts.transcript, name="interview-transcript"),
]

register_place(Place(_("Interviews"), "interviews", "quote", 53, can_plan_interviews))
