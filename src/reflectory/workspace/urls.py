"""Addresses of the shell."""

from django.urls import path

from .views import calendar, drafting, explorations, figures, history, home, map, search

urlpatterns = [
    path("", home.home, name="home"),
    path("start/", home.start, name="start"),
    path("search/", search.search, name="search"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:key>/", figures.figure, name="figure"),
    path("map/", map.world_map, name="map"),
    path("history/<str:kind>/<int:pk>/", history.history, name="history"),
    path("calendar/<str:token>.ics", calendar.calendar, name="calendar"),
    path("explorations/", explorations.explorations, name="explorations"),
    path("explorations/<str:name>/<str:file>", explorations.exploration_file, name="exploration-file"),
    path("explorations/<str:name>/draft/", drafting.draft, name="draft-from-exploration"),
]
