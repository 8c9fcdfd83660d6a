"""Teams, people and memberships from a spreadsheet: what a file would do to an edition, told before it is done.

`sheet` reads the file, `columns` says which column holds what, `planning` works out what would be made, matched or
refused, and writes nothing. `actions.bulk` carries a plan out; `uploads` keeps the file between the two.
"""
