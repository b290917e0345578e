"""The frame of every form: labels bound to fields, one sentence on what is wrong, two buttons."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from moderator.console.fitting import SectionLabel, is_large
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets.spoken import announce
from moderator.console.widgets.surface import PlainLabel
from moderator.words import tr

_WIDTH_PX = 520
_MOST_OF_SCREEN = 0.85


class FormDialog(QDialog):
    """A form beside the window: it never blocks the floor's keys and deletes itself when closed."""

    def __init__(
        self, title: str, parent: QWidget | None, *, accept: str, cancel: str = ""
    ) -> None:
        """``accept`` and ``cancel`` are the buttons' words; without ``cancel`` it is Cancel."""
        super().__init__(parent)
        self.setObjectName(type(self).__name__)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(look().px(16))
        self._form.setVerticalSpacing(look().px(8))
        ways = QFormLayout.FieldGrowthPolicy
        self._form.setFieldGrowthPolicy(ways.ExpandingFieldsGrow)
        wraps = QFormLayout.RowWrapPolicy
        self._form.setRowWrapPolicy(wraps.WrapAllRows if is_large() else wraps.DontWrapRows)
        self._wrong = PlainLabel("", Type.BODY, "over", wraps=True)
        self._wrong.setObjectName("wrong")
        self._wrong.hide()
        self.accept_button = QPushButton(accept)
        self.accept_button.setDefault(True)
        self.cancel_button = QPushButton(cancel or tr("Cancel"))
        self.cancel_button.setAutoDefault(False)
        self._lay_out()
        self.accept_button.clicked.connect(self._accept_pressed)
        self.cancel_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        pad = look().px(16)
        inner = QWidget()
        inner.setLayout(self._form)
        self._form.setContentsMargins(pad, pad, pad, look().px(8))
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area, self._inner = area, inner
        buttons = QHBoxLayout()
        buttons.setSpacing(look().px(8))
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(pad, look().px(8), pad, pad)
        foot.setSpacing(look().px(10))
        foot.addWidget(self._wrong)
        foot.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addLayout(foot)

    # ---- for the forms themselves

    def add_field(self, label: str, field: QWidget, tip: str = "") -> None:
        """Add a row; the label is spoken with its field and takes the focus there."""
        text = PlainLabel(label, Type.BODY)
        text.setBuddy(field)
        # beside the first line of a field that has several
        text.setFixedHeight(min(field.sizeHint().height(), QLineEdit().sizeHint().height()))
        text.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        field.setAccessibleName(label)
        if tip:
            field.setToolTip(tip)
            field.setAccessibleDescription(tip)
        self._form.addRow(text, field)

    def add_optional(self, box: QCheckBox, field: QWidget) -> None:
        """Add a field that counts only while the box before it is ticked."""
        field.setAccessibleName(box.text())
        field.setEnabled(box.isChecked())
        box.setMinimumHeight(field.sizeHint().height())
        box.toggled.connect(field.setEnabled)
        self._form.addRow(box, field)

    def add_whole(self, widget: QWidget) -> None:
        """Add something that takes the whole width."""
        self._form.addRow(widget)

    def add_heading(self, text: str) -> QWidget:
        """Begin a group of fields; return its heading."""
        heading = SectionLabel(text)
        heading.setContentsMargins(0, look().px(10), 0, 0)
        self._form.addRow(heading)
        return heading

    def tell_wrong(self, sentence: str, field: QWidget | None = None) -> None:
        """Show what cannot be used and go to its field; empty text clears it."""
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, urgent=True)
            self.grow()
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> bool:
        """Tell the wish by a signal; return whether the form may close. Here: nothing to tell."""
        return True

    # ---- showing

    def open(self) -> None:
        """Show the form without blocking anything; one that is open already comes to the front."""
        parent = self.parentWidget()
        for other in parent.findChildren(FormDialog, self.objectName()) if parent else ():
            if other is not self and other.isVisible():
                other.raise_()
                other.activateWindow()
                self.deleteLater()
                return
        self._fit()
        self.show()
        self._begin()
        self.activateWindow()

    def _begin(self) -> None:
        """Let keys go to the first field; Qt would begin on the button that was made first."""
        begun = self.focusWidget()
        if not isinstance(begun, QPushButton):
            if begun is not None:
                self._area.ensureWidgetVisible(begun)
            return
        for field in self._inner.findChildren(QWidget):
            if field.focusPolicy() is Qt.FocusPolicy.StrongFocus and field.isEnabled():
                field.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _fit(self) -> None:
        """Be as wide as the form needs, and as high."""
        width = max(look().px(_WIDTH_PX), self._inner.sizeHint().width())
        self.resize(min(width, self.screen().availableGeometry().width() - 32), 100)
        self.grow()

    def grow(self) -> None:
        """Be as high as the form has become, but never higher than the screen allows."""
        self._form.activate()
        inner = self._form.totalHeightForWidth(self.width())
        if inner < 0:
            inner = self._inner.sizeHint().height()
        around = self.sizeHint().height() - self._area.sizeHint().height()
        most = round(self.screen().availableGeometry().height() * _MOST_OF_SCREEN)
        self.resize(self.width(), max(self.height(), min(most, inner + around + 2)))

    @Slot()
    def _accept_pressed(self) -> None:
        self.tell_wrong("")
        if self.submit():
            self.accept()
