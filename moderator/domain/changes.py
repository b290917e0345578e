"""What a command or another laptop altered, so that a screen refreshes only what it shows."""

from dataclasses import dataclass


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
    role: bool = False
    """What this laptop may do at the forum."""
    link: bool = False
    """The connection to the hub, or what waits for it."""
    company: bool = False
    """Who else is here, or where they are."""
    staff: bool = False
    """What those who run the forum say to each other, or what of it was read."""

    def __or__(self, other: "Changes") -> "Changes":
        """Return what either altered."""
        # said one by one: this runs at every key
        return Changes(
            forum=self.forum or other.forum,
            programme=self.programme or other.programme,
            people=self.people or other.people,
            meeting=self.meeting or other.meeting,
            floor=self.floor or other.floor,
            notes=self.notes or other.notes,
            saved=self.saved or other.saved,
            role=self.role or other.role,
            link=self.link or other.link,
            company=self.company or other.company,
            staff=self.staff or other.staff,
        )
