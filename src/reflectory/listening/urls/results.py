"""Addresses under which the team reads answers."""

from django.urls import path

from reflectory.listening.views import results

urlpatterns = [
    path("asks/<int:pk>/answers/", results.ask_answers, name="ask-answers"),
    path("asks/<int:pk>/answers/<slug:question>/", results.ask_said, name="ask-said"),
]
