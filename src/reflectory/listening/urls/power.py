"""Addresses under which both sides of an engagement stand."""

from django.urls import path

from reflectory.listening.views import power

urlpatterns = [path("engagements/<int:pk>/sides/", power.engagement_sides, name="engagement-sides")]
