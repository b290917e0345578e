"""How a database says that it is ours, and of which age."""

APPLICATION_ID = 0x4D4F4452
"""Marks a file as ours in its header: the letters MODR."""

REVISION = "0003"
"""The newest migration; a test compares it with the migrations' own head."""
