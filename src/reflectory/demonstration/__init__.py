"""The demonstration: invented answers and an invented portfolio, as data that ships, and what loads it.

Not for real work: `loading.load` fills an empty installation and refuses one that holds anything. The data and how its
figures come out are told in portfolio/README.md; start reading the code in `loading.py`.
"""
