"""What a command or another laptop altered, so that a screen refreshes only what it shows."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Changes:
    """One flag for each part of a running forum."""

    forum: bool = False
    """Another forum was opened: everything is new."""
    programme: bool = False
    people: bool = False
    meeting: bool = False
    """Another meeting or item was selected."""
    floor: bool = False
    notes: bool = False
    saved: bool = False
    link: bool = False
    """The connection to the hub, or what waits for it."""
    company: bool = False
    """Who else is here, or where they are."""
    staff: bool = False
    """What those who run the forum say to each other, or what of it was read."""

    def __or__(self, other: "Changes") -> "Changes":
        """Return what either altered."""
        both = {f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)}
        return Changes(**both)
