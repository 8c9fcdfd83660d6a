"""Addresses under which people answer, without an account."""

from django.urls import path

from reflectory.listening.views import answering, files

urlpatterns = [
    path("a/", answering.answer_start, name="answer-start"),
    # No code holds a dash.
    path("a/-/places/", answering.answer_places, name="answer-places"),
    path("a/<str:code>/", answering.answer, name="answer"),
    path("a/<str:code>/received/", answering.answer_received, name="answer-received"),
    path("a/<str:code>/draft/", answering.answer_draft, name="answer-draft"),
    path("a/<str:code>/change/", answering.answer_change, name="answer-change"),
    path("i/<str:token>/", answering.answer_invited, name="answer-invited"),
    path("i/<str:token>/received/", answering.answer_invited_received, name="answer-invited-received"),
    path("i/<str:token>/draft/", answering.answer_draft, name="answer-invited-draft"),
    path("asks/<int:pk>/files/<uuid:file>/", files.answer_file, name="answer-file"),
]
