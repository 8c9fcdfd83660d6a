"""Plain versions of the engine's clever parts: slow, short, and what the tests compare against.

Nothing in the product imports from here.
"""
