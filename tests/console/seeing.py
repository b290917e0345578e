"""What eyes and ears would notice: cut texts, and controls without a spoken name."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSizePolicy, QWidget

from moderator.console.fitting import ElidedLabel, NameLabel


def settle() -> None:
    """Let every layout request that is under way come to rest."""
    for _ in range(8):
        QApplication.processEvents()


def cut_texts(top: QWidget) -> list[str]:
    """Return the texts of visible labels and buttons that do not fit their place."""
    return [_text(w) for w in _visible(top) if _is_cut(w)]


def nameless(top: QWidget) -> list[str]:
    """Return the widgets that take the focus and have no spoken name."""
    found = []
    for widget in (top, *top.findChildren(QWidget)):
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if not spoken.text(QAccessible.Text.Name):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def _visible(top: QWidget) -> Iterator[QWidget]:
    for widget in top.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QLabel | QAbstractButton):
            yield widget


def _text(widget: QWidget) -> str:
    words = getattr(widget, "words", None)
    text = words if isinstance(words, str) else getattr(widget, "text", str)()
    return f"{type(widget).__name__} {widget.objectName()}: {text} {widget.size()}"


def _is_cut(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is not None and not parent.rect().contains(widget.geometry()):
        return True
    if isinstance(widget, ElidedLabel):
        return widget.height() < widget.fontMetrics().height()
    if isinstance(widget, QLabel):
        return _is_label_cut(widget)
    if widget.hasHeightForWidth():
        return widget.height() < widget.heightForWidth(widget.width())
    if widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Preferred:
        return widget.width() < widget.minimumSizeHint().width()  # it ends in an ellipsis
    return widget.width() < widget.sizeHint().width()


def _is_label_cut(label: QLabel) -> bool:
    if not label.text() or label.objectName() == "digits":
        return False
    metrics = label.fontMetrics()
    if label.wordWrap() or isinstance(label, NameLabel):
        room = QRect(0, 0, label.width(), 10_000)
        needed = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), label.text())
        # Qt rounds the height of wrapped text up.
        return needed.height() > label.height() + 1 or needed.width() > label.width()
    return metrics.horizontalAdvance(label.text()) > label.width()
