"""Addresses under which the team reads answers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
