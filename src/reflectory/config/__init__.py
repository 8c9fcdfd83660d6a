"""How the web side is put together: settings and addresses.

It stands on top of all rooms, so nothing imports it; Django finds it by name.
"""
