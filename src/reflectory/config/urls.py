"""Addresses of the whole site; each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("reflectory.workspace.urls")),
    path("", include("reflectory.core.urls")),
    path("", include("reflectory.directory.urls")),
    path("", include("reflectory.programmes.urls")),
    path("", include("reflectory.listening.urls")),
    path("", include("reflectory.evidence.urls")),
    path("", include("reflectory.sensemaking.urls")),
    path("", include("reflectory.reports.urls")),
    path("", include("reflectory.accounts.urls")),
    path("account/", include("allauth.urls")),
]

handler404 = "reflectory.workspace.views.not_found"
