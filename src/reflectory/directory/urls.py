"""The addresses of organisations and people."""

urlpatterns: list[object] = []
