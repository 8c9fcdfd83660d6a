"""The pages of programmes, one noun per module: each parses, calls an action or a query, and renders."""
