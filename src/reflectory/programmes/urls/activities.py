"""The addresses of sessions."""

from django.urls import path

from reflectory.programmes.views import activities as views
from reflectory.programmes.views import holding

urlpatterns = [
    path("sessions/new/", views.activity_start, name="activity-new"),
    path("programmes/<slug:programme>/<slug:edition>/sessions/new/", views.activity_new, name="activity-new"),
    path("sessions/today/", holding.session_today, name="session-today"),
    path("sessions/<int:pk>/", views.activity, name="activity"),
    path("sessions/<int:pk>/edit/", views.activity_edit, name="activity-edit"),
    path("sessions/<int:pk>/notes/", views.activity_notes, name="activity-notes"),
    path("sessions/<int:pk>/cancel/", views.activity_cancel, name="activity-cancel"),
    path("sessions/<int:pk>/attendance/", views.activity_attendance, name="activity-attendance"),
    path("sessions/<int:pk>/guests/", views.activity_guest, name="activity-guest"),
]
