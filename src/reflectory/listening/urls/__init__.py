"""Addresses of this room."""

from reflectory.listening.urls import (
    after_action,
    answering,
    asks,
    expectations,
    forms,
    interviews,
    power,
    results,
    waves,
)

urlpatterns = [
    *after_action.urlpatterns,
    *answering.urlpatterns,
    *forms.urlpatterns,
    *asks.urlpatterns,
    *power.urlpatterns,
    *results.urlpatterns,
    *interviews.urlpatterns,
    *waves.urlpatterns,
    *expectations.urlpatterns,
]
