"""Presentation: rows, hits and articles become lines; nothing here prints."""

from archive.present.rows import PRESENTERS as PRESENTERS
