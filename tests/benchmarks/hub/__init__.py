"""What a hub takes and how fast it is, beside other hubs in the same run: ``make bench-hub``."""
