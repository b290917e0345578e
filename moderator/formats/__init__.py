"""What comes in and goes out: one module per format, behind one registry."""

READ_VERB = "read-file-for-import"
"""The hidden verb by which a frozen program reads a file in a process of its own."""
