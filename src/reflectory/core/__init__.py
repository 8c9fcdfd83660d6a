"""What every room with pages shares: the page frame, the safety headers, the languages.

The design tokens themselves live in `press/tokens`, because reports need them without Django.
"""
