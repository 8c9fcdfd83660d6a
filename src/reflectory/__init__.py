"""Reflectory: one consent-aware thread from what people said to what is published, and on to its use."""

__version__ = "0.1.0"
