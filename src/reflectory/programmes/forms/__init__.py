"""The forms of programmes, one noun per module: they check what was typed and do nothing else."""
