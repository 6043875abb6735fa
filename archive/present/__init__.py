"""Presentation: rows, hits and articles become lines; nothing here prints."""
