"""Every write to evidence, one noun per module."""
