"""The addresses of artefacts."""

urlpatterns: list[object] = []
