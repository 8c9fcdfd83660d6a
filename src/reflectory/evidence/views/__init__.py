"""The pages of what was said."""
