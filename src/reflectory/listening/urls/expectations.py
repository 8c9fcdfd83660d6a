"""Addresses under which a team writes down what it expects to hear."""

from django.urls import path

from reflectory.listening.views import expectations

urlpatterns = [
    path("asks/<int:pk>/expected/", expectations.ask_expected, name="ask-expected"),
    path("asks/<int:pk>/expected/lock/", expectations.ask_expected_lock, name="ask-expected-lock"),
    path("asks/<int:pk>/expected/<int:row>/", expectations.ask_expected_row, name="ask-expected-row"),
]
