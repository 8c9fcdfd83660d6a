"""Whether new topics are noticed beside themes that exist, and old ones left alone: `python -m bench.update`."""
