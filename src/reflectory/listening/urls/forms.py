"""Addresses under which the team makes forms."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
