"""Moderator: a console for the people who run a meeting."""

__version__ = "26.11.0"
