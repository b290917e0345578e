"""A list that stands in a card or a panel: without a frame of its own, and never sideways."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QListWidget


class PlainList(QListWidget):
    """A list, named for tests and for those who do not see it."""

    def __init__(self, object_name: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
