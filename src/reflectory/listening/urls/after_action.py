"""Addresses under which a session is looked back on."""

from django.urls import path

from reflectory.listening.views import after_action

urlpatterns = [
    path("sessions/<int:pk>/review/", after_action.activity_review, name="activity-review"),
    path("sessions/<int:pk>/review/ask/", after_action.activity_review_ask, name="activity-review-ask"),
    path(
        "sessions/<int:pk>/review/actions/",
        after_action.activity_review_action,
        name="activity-review-action",
    ),
    path("review-actions/<int:pk>/", after_action.review_action, name="review-action"),
]
