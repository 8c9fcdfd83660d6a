"""Commands that this room starts beside the server."""
