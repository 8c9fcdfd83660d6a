"""Addresses of reports."""

from django.urls import path

from reflectory.reports.views import published

urlpatterns = [
    path("published/<slug:slug>/", published.published, name="published"),
    path("published/<slug:slug>/<path:path>", published.published, name="published-file"),
]
