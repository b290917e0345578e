"""A new forum, and the forums on this laptop: open one, remove one, or take the sample."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from moderator.console.dialogs.fields import DateField, TitleFields
from moderator.console.dialogs.form import FormDialog
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets.flow import FlowLayout
from moderator.console.widgets.surface import PlainLabel
from moderator.domain.programme import LocalText
from moderator.words import language, tr


class NewForumDialog(FormDialog):
    """Asks for a forum's title and its first day.

    Signals:
        made: a ``LocalText`` and a ``date``.
    """

    made = Signal(object, object)

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(tr("New forum"), parent, accept=tr("Create"))
        self._titles = TitleFields(self, LocalText())
        self._day = DateField(today)
        self.add_field(tr("First day"), self._day)

    def submit(self) -> bool:
        """Ask for the forum."""
        if not self._titles.check(self):
            return False
        self.made.emit(self._titles.text, self._day.chosen)
        return True


class KeptForum(Protocol):
    """What is shown of a forum kept here."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def title(self) -> LocalText:
        """Its title."""

    @property
    def sample(self) -> bool:
        """Whether it is a copy of the sample."""


class OpenForumDialog(FormDialog):
    """Lists forums as they come; removing asks once more in its own line.

    Signals:
        open_asked, remove_asked: a forum's id.
        sample_asked: a new copy of the sample forum.
    """

    open_asked = Signal(str)
    remove_asked = Signal(str)
    sample_asked = Signal()

    def __init__(
        self, forums: Sequence[KeptForum], current: str, parent: QWidget | None = None
    ) -> None:
        """``current``: the id of the open forum, empty for none."""
        super().__init__(tr("Forums on this laptop"), parent, accept=tr("Open"))
        self._current = current
        self._list = QListWidget()
        self._list.setObjectName("forums")
        self._list.setAccessibleName(tr("Forums on this laptop"))
        self._list.setMinimumHeight(look().px(200))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.itemDoubleClicked.connect(self.accept_button.click)
        self._list.currentItemChanged.connect(self._chosen_changed)
        self._remove = _quiet(tr("Remove…"))
        self._remove.clicked.connect(self._ask)
        self._sample = _quiet(tr("New copy of the sample"))
        self._sample.clicked.connect(self._sample_pressed)
        self._really = _Really()
        self._really.yes.clicked.connect(self._do_remove)
        self._really.no.clicked.connect(self._chosen_changed)
        self._aside = QWidget()
        self._add_rows(forums)

    def _add_rows(self, forums: Sequence[KeptForum]) -> None:
        row = FlowLayout(self._aside)
        for button in (self._remove, self._sample):
            row.addWidget(button)
        for each in (self._list, self._really, self._aside):
            self.add_whole(each)
        for forum in forums:
            self._list.addItem(self._row(forum))
        self._list.setCurrentRow(0)
        self._chosen_changed()

    def _row(self, forum: KeptForum) -> QListWidgetItem:
        title = forum.title.best(language())
        notes = [tr("open now")] if forum.id == self._current else []
        notes += [tr("sample")] if forum.sample else []
        row = QListWidgetItem(" · ".join([title, *notes]))
        row.setToolTip(title)
        row.setSizeHint(QSize(0, look().px(34)))
        row.setData(Qt.ItemDataRole.UserRole, forum.id)
        return row

    @property
    def chosen(self) -> str:
        """The id of the forum in front; empty for none."""
        if self._list.currentRow() < 0:
            return ""
        return str(self._list.currentItem().data(Qt.ItemDataRole.UserRole))

    @Slot()
    def _chosen_changed(self) -> None:
        self._really.hide()
        self._aside.show()
        self._remove.setEnabled(bool(self.chosen))
        self.accept_button.setEnabled(bool(self.chosen))

    @Slot()
    def _ask(self) -> None:
        title = self._list.currentItem().toolTip()
        self._aside.hide()
        self._really.ask(title)
        self.grow()
        self._area.ensureWidgetVisible(self._really)

    @Slot()
    def _do_remove(self) -> None:
        forum = self.chosen
        self._list.takeItem(self._list.currentRow())
        self._chosen_changed()
        self.remove_asked.emit(forum)

    @Slot()
    def _sample_pressed(self) -> None:
        self.sample_asked.emit()
        self.accept()

    def submit(self) -> bool:
        """Ask for the forum in front."""
        if not self.chosen:
            return False
        self.open_asked.emit(self.chosen)
        return True


class _Really(QWidget):
    """One line that asks before a forum goes."""

    def __init__(self) -> None:
        super().__init__()
        self.text = PlainLabel("", Type.BODY, "over", wraps=True)
        self.yes = _quiet(tr("Remove"))
        self.no = _quiet(tr("Keep"))
        buttons = FlowLayout()
        for button in (self.yes, self.no):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        column.addLayout(buttons)

    def ask(self, title: str) -> None:
        """Name what would go."""
        said = tr("Remove “{title}” with its record and notes? A backup is kept on this laptop.")
        self.text.setText(said.format(title=title))
        self.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)


def _quiet(text: str) -> QPushButton:
    """Return a button that Return never presses by itself."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
