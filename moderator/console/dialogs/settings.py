"""The user's settings; language, theme and text size show at once."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from moderator.console.dialogs.fields import ChoiceField, LengthField
from moderator.console.dialogs.form import FormDialog
from moderator.console.dialogs.meeting import clock_start_choices
from moderator.domain.programme import ClockStart
from moderator.settings import Settings
from moderator.words import tr

SIZES_PERCENT = (100, 110, 125, 150, 175, 200)


class SettingsDialog(FormDialog):
    """Shows the settings and tells each change at once; there is nothing to save or to cancel.

    Signals:
        settings_changed: all ``Settings``, with one of them changed.
    """

    settings_changed = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None, focus: str = "") -> None:
        """``focus``: the setting to begin at, where a change of look has made windows anew."""
        super().__init__(tr("Settings"), parent, accept=tr("Done"))
        self.setObjectName("settings")
        self.cancel_button.hide()
        self._settings = settings
        self._lengths: dict[str, LengthField] = {}
        self._choices: dict[str, ChoiceField] = {}
        self._name = QLineEdit(settings.own_name)
        self._name.setMaxLength(200)
        self._name.editingFinished.connect(self._name_typed)
        self.add_field(tr("Your name"), self._name, tr("Shown to the others who run the meeting"))
        self._add_look()
        self._add_times()
        if focus in self._choices:
            self._choices[focus].setFocus()

    def _add_look(self) -> None:
        languages = [
            ("", tr("as the system")), ("kk", "Қазақша"), ("ru", "Русский"), ("en", "English"),
        ]  # fmt: skip
        themes = [
            ("system", tr("as the system")),
            ("light", tr("light")),
            ("dark", tr("dark")),
            ("contrast", tr("high contrast")),
        ]
        now = self._settings.text_size_percent
        sizes = [(size, f"{size} %") for size in sorted({*SIZES_PERCENT, now})]
        self._add_choice("language", tr("Language"), [*languages])
        self._add_choice("theme", tr("Colours"), [*themes])
        self._add_choice("text_size_percent", tr("Text size"), [*sizes])

    def _add_times(self) -> None:
        self.add_heading(tr("Usual speaking times"))
        self._add_length("speech_ms", tr("Speech"), 30)
        self._add_length("reply_ms", tr("Reply"), 30)
        self._add_length("question_ms", tr("Question"), 30)
        self._add_length("remark_ms", tr("Short remark"), 30)
        self._add_length("point_of_order_ms", tr("Point of order"), 30)
        self.add_heading(tr("For new meetings"))
        self._add_length("warn_ms", tr("Warning before the end"), 5)
        starts = [(str(value), words) for value, words in clock_start_choices()]
        self._add_choice("clock_start", tr("The clock starts"), [*starts])
        self._add_length("start_delay_ms", tr("Time after the call"), 1)
        self._show_delay()

    def _add_choice(self, name: str, label: str, choices: list[tuple[object, str]]) -> None:
        field = ChoiceField(choices, getattr(self._settings, name))
        field.setObjectName(name)
        field.currentIndexChanged.connect(self._choice_made)
        self.add_field(label, field)
        self._choices[name] = field

    def _add_length(self, name: str, label: str, step_s: int) -> None:
        least_s = 1 if name not in ("warn_ms", "start_delay_ms") else 0
        field = LengthField(getattr(self._settings, name), step_s, least_s)
        field.setObjectName(name)
        field.setKeyboardTracking(False)
        field.valueChanged.connect(self._length_typed)
        self.add_field(label, field)
        self._lengths[name] = field

    def _put(self, name: str, value: Any) -> None:
        if getattr(self._settings, name) != value:
            self._settings = replace(self._settings, **{name: value})
            self.settings_changed.emit(self._settings)

    @Slot()
    def _name_typed(self) -> None:
        self._put("own_name", self._name.text().strip())

    @Slot()
    def _choice_made(self) -> None:
        for name, field in self._choices.items():
            self._put(name, field.chosen(object))
        self._show_delay()

    @Slot()
    def _length_typed(self) -> None:
        for name, field in self._lengths.items():
            self._put(name, field.length_ms)

    def _show_delay(self) -> None:
        delayed = self._settings.clock_start == ClockStart.DELAY.value
        if "start_delay_ms" in self._lengths:
            self._lengths["start_delay_ms"].setEnabled(delayed)

    def submit(self) -> bool:
        """Tell what is still being typed."""
        self._name_typed()
        self._length_typed()
        return True
