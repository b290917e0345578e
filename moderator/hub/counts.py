"""What a hub counts."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """What the hub did since it started."""

    updates: int = 0
    deliveries: int = 0
    refused: int = 0
    rebuilt: int = 0
