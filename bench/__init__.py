"""Measurements that anybody can repeat: `python -m bench.<name>` prints the figures that the manual quotes."""
