"""Fields that several forms share: lengths, dates, times of day, choices, titles in languages."""

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QDate, QLocale, Qt, QTime
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QTimeEdit,
    QWidget,
)

from moderator.console.dialogs.form import FormDialog
from moderator.domain.programme import FIRST_DATE, LAST_DATE, LocalText
from moderator.domain.texts import MAX_NAME
from moderator.domain.timer import clock_text
from moderator.words import language, tr

_T = TypeVar("_T")

_DAY_S = 24 * 3600


class LengthField(QSpinBox):
    """A length as minutes and seconds, m:ss; a number alone means minutes."""

    def __init__(self, length_ms: int, step_s: int = 30, least_s: int = 0) -> None:
        super().__init__()
        self.setRange(least_s, _DAY_S)
        self.setSingleStep(step_s)
        self.setValue(length_ms // 1000)
        # Wheels scroll forms; a length changed in passing would go unnoticed.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def length_ms(self) -> int:
        """The length typed."""
        self.interpretText()
        return self.value() * 1000

    def textFromValue(self, value: int) -> str:
        """See Qt."""
        return clock_text(value)

    def valueFromText(self, text: str) -> int:
        """See Qt."""
        return _seconds(text)

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        """See Qt."""
        good = all(part.isdigit() and len(part) <= 4 for part in text.strip().split(":") if part)
        if not good or text.count(":") > 2:
            return (QValidator.State.Invalid, text, at)
        whole = bool(text.strip(": ")) and self.minimum() <= _seconds(text) <= self.maximum()
        state = QValidator.State.Acceptable if whole else QValidator.State.Intermediate
        return (state, text, at)


def _seconds(text: str) -> int:
    parts = [int(part) if part.strip().isdigit() else 0 for part in text.strip().split(":")]
    if len(parts) == 1:
        return parts[0] * 60
    total = 0
    for part in parts:
        total = total * 60 + part
    return total


class MinutesField(QSpinBox):
    """A length in whole minutes."""

    def __init__(self, length_ms: int, least: int = 1) -> None:
        super().__init__()
        self.setRange(least, _DAY_S // 60)
        self.setSingleStep(5)
        self.setSuffix(" " + tr("min"))
        self.setValue(round(length_ms / 60_000))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def length_ms(self) -> int:
        """The length typed."""
        self.interpretText()
        return self.value() * 60_000


def qt_date(date: dt.date) -> QDate:
    """Return a date as Qt's."""
    return QDate(date.year, date.month, date.day)


class DateField(QDateEdit):
    """A date, typed or picked from a calendar."""

    def __init__(self, date: dt.date | None) -> None:
        """``date``: None for today."""
        super().__init__()
        self.setLocale(QLocale(language()))
        self.setCalendarPopup(True)
        self.setDisplayFormat("ddd dd.MM.yyyy")
        self.setDateRange(qt_date(FIRST_DATE), qt_date(LAST_DATE))
        self.setDate(qt_date(date) if date else QDate.currentDate())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def chosen(self) -> dt.date:
        """The date."""
        date = self.date()
        return dt.date(date.year(), date.month(), date.day())


class TimeField(QTimeEdit):
    """A time of day, hours and minutes."""

    def __init__(self, time: dt.time) -> None:
        super().__init__()
        self.setDisplayFormat("HH:mm")
        self.setTime(QTime(time.hour, time.minute))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def chosen(self) -> dt.time:
        """The time."""
        return dt.time(self.time().hour(), self.time().minute())


class ChoiceField(QComboBox):
    """One of a few values, each with its words."""

    def __init__(self, choices: Sequence[tuple[object, str]], chosen: object) -> None:
        super().__init__()
        self._values = [value for value, _ in choices]
        for _, words in choices:
            self.addItem(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if chosen in self._values:
            self.setCurrentIndex(self._values.index(chosen))

    def setAccessibleName(self, name: str) -> None:
        """Name the list that drops down as well."""
        super().setAccessibleName(name)
        self.view().setAccessibleName(name)

    def chosen(self, kind: type[_T]) -> _T:
        """Return the value chosen, of the kind it was given as."""
        value = self._values[self.currentIndex()]
        if not isinstance(value, kind):
            raise TypeError(f"{value!r} is no {kind.__name__}")
        return value


class TitleFields:
    """A title in the forum's three languages, one field each; any one of them is enough."""

    def __init__(self, form: FormDialog, title: LocalText) -> None:
        self._fields: dict[str, QLineEdit] = {}
        names = {"kk": tr("Title, Kazakh"), "ru": tr("Title, Russian"), "en": tr("Title, English")}
        mine = language()
        for code in sorted(names, key=lambda each: each != mine):
            field = QLineEdit(str(getattr(title, code)))
            field.setObjectName(f"title_{code}")
            field.setMaxLength(MAX_NAME)
            field.setCursorPosition(0)
            form.add_field(names[code], field)
            self._fields[code] = field

    @property
    def text(self) -> LocalText:
        """What was typed, without the blanks around it."""
        return LocalText(**{code: field.text().strip() for code, field in self._fields.items()})

    def check(self, form: FormDialog) -> bool:
        """Return whether there is a title in any language; else the form says so."""
        if self.text.best(language()):
            return True
        form.tell_wrong(tr("Type a title in at least one language."), self.first)
        return False

    @property
    def first(self) -> QWidget:
        """The field of the language in use."""
        return next(iter(self._fields.values()))
