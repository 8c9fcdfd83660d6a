"""How long it takes to make and write the files of a release: site, PDF, data and cards.

`python -m bench.publish` makes a report of 173 governments, 8 programmes and 300 quotes, and one twenty times that
size, each in a process of its own, beside a yardstick of the machine; each is made twice and compared byte for byte.
The reports are synthetic: the invented ones of the tests, repeated.
"""
