"""Signing in, a second factor, and the names of the roles.

An account is a way to sign in and nothing else: the person behind it is in `directory`, and what they were
granted is in `programmes`, on the programme or edition that it was granted for.
"""
