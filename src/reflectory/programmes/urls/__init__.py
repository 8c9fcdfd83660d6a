"""The addresses of programmes, one noun per module. Short names first: a word must not be taken for a programme."""

from reflectory.programmes.urls import activities, artefacts, editions, imports, teams

urlpatterns = [
    *imports.urlpatterns,
    *teams.urlpatterns,
    *activities.urlpatterns,
    *artefacts.urlpatterns,
    *editions.urlpatterns,
]
