"""Forms that come from Kobo and ODK, and go there: `reading` and `writing` of the rows of an XLSForm.

The workbook itself is opened by `reflectory.intake.xlsform` in a process of its own. What has no counterpart on the
other side is told row by row; a column of ours, which other tools pass over, brings it back.
"""
