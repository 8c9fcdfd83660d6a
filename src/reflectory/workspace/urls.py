"""Addresses of the shell."""

from django.urls import path

from .views import calendar, drafting, explorations, figures, history, home, map, own, search

urlpatterns = [
    path("", home.home, name="home"),
    path("start/", home.start, name="start"),
    path("search/", search.search, name="search"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:key>/", figures.figure, name="figure"),
    path("map/", map.world_map, name="map"),
    path("history/<str:kind>/<int:pk>/", history.history, name="history"),
    path("calendar/<str:token>.ics", calendar.calendar, name="calendar"),
    path("mine/", own.own_find, name="own-find"),
    path("mine/taken-back/", own.own_taken_back, name="own-taken-back"),
    path("mine/link/<str:token>/", own.own, name="own-invited"),
    path("mine/link/<str:token>/take-back/", own.own_take_back, name="own-take-back-invited"),
    path("mine/<str:receipt>/", own.own, name="own"),
    path("mine/<str:receipt>/take-back/", own.own_take_back, name="own-take-back"),
    path("explorations/", explorations.explorations, name="explorations"),
    path("explorations/<str:name>/<str:file>", explorations.exploration_file, name="exploration-file"),
    path("explorations/<str:name>/draft/", drafting.draft, name="draft-from-exploration"),
]
