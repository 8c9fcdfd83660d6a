"""Addresses that belong to no room: the look, the mail that is kept, the language."""

from django.urls import path
from django.views.i18n import set_language

from . import mail_pages, views

urlpatterns = [
    path("look/", views.look, name="look"),
    path("look/tokens.css", views.tokens_css, name="tokens-css"),
    path("mail/", mail_pages.mail, name="mail"),
    path("mail/<str:name>/", mail_pages.mail_letter, name="mail-letter"),
    path("language", set_language, name="set_language"),
]
