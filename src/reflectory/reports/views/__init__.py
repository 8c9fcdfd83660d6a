"""Pages of reports: the editor, and what was published."""
