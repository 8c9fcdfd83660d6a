"""The pages of the shell, one noun per module. Each reads, hands over and renders."""

from reflectory.workspace.views.explorations import not_found

__all__ = ["not_found"]
