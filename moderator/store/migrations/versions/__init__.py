"""One module for each step; file names begin with its number."""
