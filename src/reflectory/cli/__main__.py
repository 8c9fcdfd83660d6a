"""`python -m reflectory.cli` is the same as `reflectory`."""

from reflectory.cli import main

if __name__ == "__main__":
    main(prog_name="reflectory")
