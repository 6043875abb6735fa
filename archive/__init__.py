"""A local-first, multilingual press archive."""

__version__ = "0.1.0"
