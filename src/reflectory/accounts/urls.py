"""The addresses of preferences; signing in is at /account/ and belongs to allauth."""

from django.urls import path

from reflectory.accounts import views

urlpatterns = [
    path("me/", views.preferences, name="preferences"),
    path("me/calendar/", views.calendar_address, name="preferences-calendar"),
]
