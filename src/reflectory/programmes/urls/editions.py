"""The addresses of editions."""

urlpatterns: list[object] = []
