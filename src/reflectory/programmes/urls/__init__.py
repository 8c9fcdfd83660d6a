"""The addresses of programmes, one noun per module. Short names first: a word must not be taken for a programme."""

from reflectory.programmes.urls import activities, artefacts, editions, teams

urlpatterns = [*teams.urlpatterns, *activities.urlpatterns, *artefacts.urlpatterns, *editions.urlpatterns]
