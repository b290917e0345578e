"""Controls that are shown and cannot be used, with the sentence why."""

from PySide6.QtWidgets import QWidget

_WHY = "barred"


def bar(widget: QWidget, why: str, usable: bool = True) -> None:
    """Grey a control while there is a sentence why it cannot be used; its tip says it."""
    widget.setEnabled(usable and not why)
    if why or widget.property(_WHY):
        widget.setToolTip(why)
        widget.setProperty(_WHY, why)
