"""Addresses under which people answer, without an account."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
