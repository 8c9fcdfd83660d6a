"""Addresses of the shell."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("explorations/<str:name>/<str:file>", views.exploration_file, name="exploration-file"),
]
