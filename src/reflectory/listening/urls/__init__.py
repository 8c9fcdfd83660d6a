"""Addresses of this room."""

from reflectory.listening.urls import answering, asks, forms, interviews, results

urlpatterns = [
    *answering.urlpatterns,
    *forms.urlpatterns,
    *asks.urlpatterns,
    *results.urlpatterns,
    *interviews.urlpatterns,
]
