"""The shell that people work in: its first page lists the explorations of an installation.

It draws on every room below it. What a page shows is worked out in those rooms, never here.
"""
