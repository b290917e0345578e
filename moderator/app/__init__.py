"""Composition roots: the desktop program, the command line, the door between them."""
