"""Addresses under which the team makes forms."""

from django.urls import URLPattern, path

from reflectory.listening.views import forms, forms_builder, forms_library, forms_preview, forms_xlsform

urlpatterns: list[URLPattern] = [
    path("forms/", forms.form_list, name="form-list"),
    path("forms/new/", forms_builder.form_new, name="form-new"),
    path("forms/import/", forms_xlsform.form_import, name="form-import"),
    path("forms/<int:pk>/xlsform/", forms_xlsform.form_xlsform, name="form-xlsform"),
    path("forms/<int:pk>/", forms.form_row, name="form"),
    path("forms/<int:pk>/edit/", forms_builder.form_edit, name="form-edit"),
    path("forms/<int:pk>/details/", forms.form_details, name="form-details"),
    path("forms/<int:pk>/retire/", forms.form_retire, name="form-retire"),
    path("forms/<int:pk>/versions/", forms.form_versions, name="form-versions"),
    path("forms/<int:pk>/versions/new/", forms.form_version_new, name="form-version-new"),
    path("forms/<int:pk>/preview/", forms_preview.form_preview, name="form-preview"),
    path("questions/", forms_library.library, name="library"),
    path("questions/<int:pk>/", forms_library.library_question, name="library-question"),
    path("questions/<int:pk>/retire/", forms_library.library_retire, name="library-question-retire"),
    path("forms/<int:pk>/keep/", forms_library.library_keep, name="library-question-new"),
]
