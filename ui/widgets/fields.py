"""Fields with their label above and their answer below."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QColor, QIntValidator, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QDateEdit, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from ui.tokens import colours_now, px
from ui.widgets.month import dress_month
from ui.widgets.symbol import paint_symbol
from ui.widgets.text import Words


class Choice(QComboBox):
    """A list to choose from, with the program's own arrow. With ``typing`` one may search it by typing."""

    def __init__(self, name: str, options: Sequence[tuple[str, str]], *, typing: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        for label, value in options:
            self.addItem(label, value)
        self.setMaxVisibleItems(12)
        if typing:
            self.setEditable(True)
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = QCompleter([label for label, _ in options], self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self.setCompleter(completer)
            if (line := self.lineEdit()) is not None:
                line.setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the page, never the choice under the pointer."""
        event.ignore()

    def choose(self, value: str) -> None:
        """Choose by value."""
        place = self.findData(value)
        if place >= 0:
            self.setCurrentIndex(place)

    def chosen(self) -> str:
        """The chosen value; text that was typed and is in no list is given back as it is."""
        place = self.findText(self.currentText())
        return str(self.itemData(place)) if place >= 0 else self.currentText().strip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        _paint_arrow(painter, self)
        painter.end()


class Number(QLineEdit):
    """A whole number from 0 to ``most``; empty counts as 0, so nothing is proposed."""

    def __init__(self, name: str, most: int = 9_999) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setValidator(QIntValidator(0, most, self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def value(self) -> int:
        """The number."""
        return int(self.text()) if self.text().isdigit() else 0

    def set_value(self, value: int) -> None:
        """Show a number; 0 as an empty field."""
        self.setText(str(value) if value else "")


class DayField(QDateEdit):
    """A day with a calendar behind the program's own arrow."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setCalendarPopup(True)
        self.setDisplayFormat("d MMM yyyy")
        dress_month(self.calendarWidget())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the page, never the day under the pointer."""
        event.ignore()

    def choose(self, day: date) -> None:
        """Show a day."""
        self.setDate(QDate(day.year, day.month, day.day))

    def chosen(self) -> str:
        """The day as "2026-12-05"."""
        return self.date().toString("yyyy-MM-dd")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        _paint_arrow(painter, self)
        painter.end()


class Quantity(QSpinBox):
    """A number within limits, typed or stepped by the arrow keys."""

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.lineEdit().setTextMargins(px(10), 0, 0, 0)  # the sheet's padding does not reach inside

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the page, never the number under the pointer."""
        event.ignore()


def _paint_arrow(painter: QPainter, field: QWidget) -> None:
    size = px(16)
    area = field.rect().adjusted(field.width() - size - px(8), 0, -px(8), 0).toRectF()
    area.setTop((field.height() - size) / 2)
    area.setHeight(size)
    paint_symbol(painter, "chevron-down", QColor(colours_now().secondary), area)


class Labelled(QWidget):
    """A label, a field, and one line below it that helps or says what is wrong."""

    def __init__(self, label: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self.title = title = Words(label, "strong")
        title.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label)
        self.below = Words(hint, "secondary")
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(field)
        column.addWidget(self.below)
        column.addStretch(1)
        self.below.setVisible(bool(hint))

    def say(self, text: str, tone: str = "") -> None:
        """Say something below the field; "" brings the hint back."""
        self.below.setText(text or self._hint)
        self.below.set_tone(tone if text else "")
        self.below.setVisible(bool(text or self._hint))
        self.field.setAccessibleDescription(text or self._hint)


class Secret(QLineEdit):
    """A field for a key: what is pasted is trimmed of blanks and line breaks, and shown as dots."""

    changed = Signal(str)

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.textChanged.connect(lambda _text: self.changed.emit(self.secret()))

    def secret(self) -> str:
        """What was pasted, without blanks, line breaks and the no-break blanks that mail programs add."""
        return "".join(self.text().replace("\u00a0", " ").split())
