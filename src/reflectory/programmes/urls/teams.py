"""The addresses of teams."""

urlpatterns: list[object] = []
