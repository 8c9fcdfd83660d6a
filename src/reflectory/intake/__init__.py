"""Reading a file or a folder of what people said.

`read` takes a CSV, TSV, XLSX, JSONL or Parquet file, a note or transcript, or a folder of notes and
transcripts, and gives a `Reading`: the texts verbatim and an account of every row. It decides nothing about
what the texts mean, and stores nothing; see `reflectory.engine` for what is done with them.
"""

from reflectory.intake.accounting import Limits, Reason, Unusable
from reflectory.intake.reading import read
from reflectory.intake.records import ColumnUse, Reading, Records

__all__ = ["ColumnUse", "Limits", "Reading", "Reason", "Records", "Unusable", "read"]
