"""Organisations, people, and where they are: who a learning partner works with.

A person needs no account. What an organisation or a person does in a programme is in `programmes`; this room
knows only who they are. Places are resolved by `directory.gazetteer`, which never guesses.
"""
