"""Addresses that belong to no room: the look, the language."""

from django.urls import path
from django.views.i18n import set_language

from . import views

urlpatterns = [
    path("look/", views.look, name="look"),
    path("look/tokens.css", views.tokens_css, name="tokens-css"),
    path("language", set_language, name="set_language"),
]
