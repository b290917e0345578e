"""What people are told of hosting: put up for whoever paints it, and only where it is news."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from moderator.desk.desk import Desk
from moderator.domain.changes import Changes
from moderator.domain.link import HostState, HostView


class HostBoard:
    """Tells the desk's listeners about the hub here."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def view(self) -> HostView | None:
        """What people are told; None where nothing is hosted."""
        return self._desk.host

    def show(self, view: HostView | None) -> None:
        """Tell something else from now on."""
        if view != self._desk.host:
            self._desk.host = view
            with self._desk.keeper.batch():
                self._desk.keeper.note(Changes(link=True))

    def show_found(self, found: Mapping[str, Any]) -> None:
        """Tell how the running hub is reached, and who is there."""
        others = tuple(one["name"] for one in found["here"] if not one["is_own"])
        view = HostView(
            HostState.RUNNING,
            bool(found["is_on_network"]),
            urlsplit(str(found["url"])).netloc,
            tuple(sorted(others)),
        )
        self.show(view)
