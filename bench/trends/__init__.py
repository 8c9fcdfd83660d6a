"""How often the counting and trend statistics of the engine are wrong, on invented respondents."""
