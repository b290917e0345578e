"""How a forum lies in CRDT documents: typed reading, writing and observing."""
