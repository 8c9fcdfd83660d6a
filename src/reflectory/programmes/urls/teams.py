"""The addresses of teams."""

from django.urls import path

from reflectory.programmes.views import teams as views

urlpatterns = [
    path("programmes/<slug:programme>/<slug:edition>/teams/", views.edition_teams, name="edition-teams"),
    path("programmes/<slug:programme>/<slug:edition>/teams/new/", views.team_new, name="team-new"),
    path("teams/<int:pk>/", views.team, name="team"),
    path("teams/<int:pk>/edit/", views.team_edit, name="team-edit"),
    path("teams/<int:pk>/next/", views.team_move, name="team-move"),
    path("teams/<int:pk>/remove/", views.team_remove, name="team-remove"),
    path("teams/<int:pk>/sessions/lay-out/", views.team_layout, name="team-layout"),
    path("teams/<int:pk>/people/new/", views.member_new, name="member-new"),
    path("teams/people/<int:pk>/left/", views.member_end, name="member-end"),
    path("teams/<int:pk>/departures/new/", views.departure_new, name="departure-new"),
]
