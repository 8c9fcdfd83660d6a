"""Addresses under which the team puts asks and sees how they go."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
