"""Every write to programmes, one noun per module."""
