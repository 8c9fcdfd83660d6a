"""Addresses under which waves of an edition are compared."""

from django.urls import path

from reflectory.listening.views import waves

urlpatterns = [path("programmes/<slug:programme>/<slug:edition>/waves/", waves.waves, name="edition-waves")]
