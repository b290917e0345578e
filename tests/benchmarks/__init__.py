"""How fast the program is, held against the floor beneath it in the same run: ``make bench``."""
