"""Other programs of the same protocol, to meet and to be measured against."""
