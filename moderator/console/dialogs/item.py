"""An agenda item as planned: titles, kind, length, start, speaking time and the chair's script."""

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from moderator.console.dialogs.fields import (
    ChoiceField,
    LengthField,
    MinutesField,
    TimeField,
    TitleFields,
)
from moderator.console.dialogs.form import FormDialog
from moderator.console.dialogs.presenters import PresentersField
from moderator.console.look.current import look
from moderator.desk.phrases import item_kind_name
from moderator.domain.ids import ItemId, MeetingId
from moderator.domain.programme import AgendaItem, ItemKind, LocalText, People, Visibility
from moderator.words import tr

_SPEECH_MS = 180_000
"""What is offered where the item has no speaking time of its own."""


class ItemDialog(FormDialog):
    """Changes an item, or makes one: then its id is empty and the caller gives it one.

    Signals:
        done_with: the ``AgendaItem`` with what was typed.
    """

    done_with = Signal(object)

    def __init__(
        self, item: AgendaItem | None, people: People, parent: QWidget | None = None
    ) -> None:
        """``item``: None for a new one."""
        super().__init__(
            tr("Add an agenda item") if item is None else tr("Change the agenda item"),
            parent,
            accept=tr("Add") if item is None else tr("Save"),
        )
        self._item = item = item or AgendaItem(ItemId(""), MeetingId(""), LocalText(), key="")
        self.setObjectName(f"item {item.id}")
        self._titles = TitleFields(self, item.title)
        kinds: list[tuple[object, str]] = [(kind, item_kind_name(kind)) for kind in ItemKind]
        self._kind = ChoiceField(kinds, item.kind)
        self._minutes = MinutesField(item.planned_ms)
        self._internal = QCheckBox(tr("Internal: not on public pages"))
        self._internal.setChecked(item.visibility is Visibility.INTERNAL)
        self._fixed = QCheckBox(tr("Begins at a fixed time"))
        self._fixed.setChecked(item.starts is not None)
        self._starts = TimeField(item.starts or dt.time(10, 0))
        self._own_speech = QCheckBox(tr("Its own speaking time"))
        self._own_speech.setChecked(bool(item.speech_ms))
        self._speech = LengthField(item.speech_ms or _SPEECH_MS, least_s=1)
        self._presenters = PresentersField(people, item.presenters)
        self._script = QPlainTextEdit(item.script)
        self._script.setTabChangesFocus(True)
        self._script.setStyleSheet(_script_style())
        self._script.setFixedHeight(look().px(88))
        self._add_rows()

    def _add_rows(self) -> None:
        self.add_field(tr("Kind"), self._kind)
        self.add_field(tr("Length"), self._minutes)
        self.add_field(tr("Presenters"), self._presenters)
        self.add_optional(self._fixed, self._starts)
        self.add_optional(self._own_speech, self._speech)
        self.add_whole(self._internal)
        self.add_field(
            tr("Script for the chair"), self._script, tr("Private; shown to nobody else")
        )

    def submit(self) -> bool:
        """Ask for the item."""
        if not self._titles.check(self):
            return False
        internal = self._internal.isChecked()
        self.done_with.emit(
            replace(
                self._item,
                title=self._titles.text,
                kind=self._kind.chosen(ItemKind),
                visibility=Visibility.INTERNAL if internal else Visibility.PUBLIC,
                planned_ms=self._minutes.length_ms,
                starts=self._starts.chosen if self._fixed.isChecked() else None,
                presenters=self._presenters.chosen,
                speech_ms=self._speech.length_ms if self._own_speech.isChecked() else 0,
                script=self._script.toPlainText().strip(),
            )
        )
        return True


def _script_style() -> str:
    """Return the edge that one-line fields have too; the common sheet leaves pages alone."""
    edge, accent = look().theme.edge, look().theme.accent
    return (
        f"QPlainTextEdit {{ border: 1px solid {edge}; border-radius: 8px; padding: 2px; }}"
        f"QPlainTextEdit:focus {{ border: 2px solid {accent}; }}"
    )
