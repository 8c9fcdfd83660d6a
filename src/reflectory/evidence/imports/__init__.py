"""Bringing texts in from a spreadsheet: which columns are read, what becomes of each row, and the steps of it."""
