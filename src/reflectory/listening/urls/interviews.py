"""Addresses under which interviews are planned, held and written up."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
