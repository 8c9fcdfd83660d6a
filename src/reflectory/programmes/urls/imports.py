"""The addresses of bringing in and taking out."""

from django.urls import path

from reflectory.programmes.views import imports as views

urlpatterns = [
    path("import/", views.import_start, name="import"),
    path("programmes/<slug:programme>/<slug:edition>/bring-in/", views.import_start, name="import"),
    path(
        "programmes/<slug:programme>/<slug:edition>/bring-in/template/",
        views.import_template,
        name="import-template",
    ),
    path("import/<str:token>/", views.import_preview, name="import-preview"),
    path("import/<str:token>/columns/", views.import_columns, name="import-columns"),
    path("import/<str:token>/confirm/", views.import_confirm, name="import-confirm"),
    path("import/<str:token>/discard/", views.import_discard, name="import-discard"),
    path("export/portfolio.zip", views.portfolio_export, name="portfolio-export"),
]
