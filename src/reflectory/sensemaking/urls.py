"""The addresses of themes and of the runs that found them."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from reflectory.core.navigation import Place, register_place
from reflectory.sensemaking import views
from reflectory.sensemaking.policies import makes_sense

urlpatterns = [
    path("themes/", views.themes, name="themes"),
    path("themes/new/", views.run_new, name="run-new"),
    path("themes/runs/<int:pk>/", views.run, name="run"),
    path("themes/runs/<int:pk>/start/", views.run_start, name="run-start"),
    path("themes/<int:pk>/", views.theme, name="theme"),
    path("themes/<int:pk>/decide/", views.theme_decide, name="theme-decide"),
]

register_place(Place(_("Themes"), "themes", "layers", 57, makes_sense))
