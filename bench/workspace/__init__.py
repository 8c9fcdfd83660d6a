"""The workspace under a portfolio twenty times the demonstration's: how long each page takes, how many queries.

`python -m bench.workspace` builds the demonstration, multiplies it (`multiply.py`), asks every page many times
inside one process (`pages.py`), and prints a table beside a page that does almost nothing. With
`--postgresql ADDRESS` the same on PostgreSQL.
"""
