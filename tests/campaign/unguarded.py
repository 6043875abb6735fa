"""A plugin of pytest that takes the guard over addresses away: the control of F15."""

from archive.capture.web import guard

guard.is_public = lambda address: True
