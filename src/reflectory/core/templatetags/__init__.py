"""Tags for every room's templates: `{% load look %}`. See `look.py`."""
