"""Themes beside people's labels: ours and three other ways, on the same texts and embeddings, in one run.

`python -m bench.themes` prints the tables. `ours.py` is the way from texts to our themes, `rivals.py` the
others, which run in an environment of their own; `job.py` is what each of them is handed, `scoring.py` and
`tables.py` come after.
"""
