"""Addresses under which the team puts asks and sees how they go, and those of letters that people got."""

from django.urls import path

from reflectory.listening.views import asks, asks_people, asks_running, letters

urlpatterns = [
    path("asks/", asks.ask_list, name="ask-list"),
    path("asks/new/", asks.ask_new, name="ask-new"),
    path("asks/<int:pk>/", asks.ask, name="ask"),
    path("asks/<int:pk>/edit/", asks.ask_edit, name="ask-edit"),
    path("asks/<int:pk>/people/", asks_people.ask_people, name="ask-people"),
    path("asks/<int:pk>/print/", asks_running.ask_print, name="ask-print"),
    path("asks/<int:pk>/code.svg", asks_running.ask_qr, name="ask-qr"),
    path("asks/<int:pk>/do/<slug:deed>/", asks_running.ask_do, name="ask-do"),
    path("invitations/<int:pk>/revoke/", asks_people.invitation_revoke, name="invitation-revoke"),
    path("i/<str:token>/decline/", letters.answer_decline, name="answer-decline"),
    path("mail/stop/<str:signed>/", letters.mail_stop, name="mail-stop"),
]
