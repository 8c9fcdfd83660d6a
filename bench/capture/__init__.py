"""Whether nothing is lost when everybody answers at once and the server is killed in between."""
