"""The addresses of preferences; signing in is at /account/ and belongs to allauth."""

urlpatterns: list[object] = []
