"""Whole runs of `reflectory explore`, from file to report: how long, how much memory, always the same result.

`python -m bench.explore` times runs of growing size beside a yardstick; with `--shuffle` it compares what
comes out when rows change their order and the number of threads changes. The texts are made in
`resampled.py`.
"""
