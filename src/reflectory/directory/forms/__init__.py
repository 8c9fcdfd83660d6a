"""Forms of the directory: they check what was typed and do no work."""
