"""How often two passages that seem to disagree do."""
