"""A day, or a day with a time, written as people write it, with a calendar beside it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clubos_desktop.model.time import spell
from clubos_desktop.model.written import Writing
from ui.tokens import px
from ui.widgets.month import dress_month
from ui.widgets.symbol import Button


class Leaf(QFrame):
    """A calendar that hangs from a field. ``chosen`` carries the day."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, day: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("leaf")
        self.days = QCalendarWidget()
        self.days.setAccessibleName("Calendar")
        dress_month(self.days)
        if day:
            self.days.setSelectedDate(QDate.fromString(day, "yyyy-MM-dd"))
        self.days.clicked.connect(self._choose)
        self.days.activated.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.days)

    def _choose(self, day: QDate) -> None:
        self.chosen.emit(day.toString("yyyy-MM-dd"))
        self.close()


class DayEntry(QWidget):
    """What is typed is read when the field is left, and stands there then as "5 Dec 2026" or "5 Dec 2026, 14:30".

    ``told`` carries what is wrong with it, "" when nothing is. ``clock`` asks for a time too. The down arrow opens
    the calendar.
    """

    told = Signal(str)

    def __init__(self, name: str, writing: Writing, value: str = "", *, clock: bool = False) -> None:
        super().__init__()
        self._writing, self._clock = writing, clock
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setMaximumWidth(px(220 if clock else 160))
        self.line.installEventFilter(self)
        self.line.editingFinished.connect(self.settle)
        self.setAccessibleName(name)
        self.setFocusProxy(self.line)
        self.button = Button("", role="symbol", icon="calendar", name=f"Calendar: {name}", tip="Down arrow")
        self.button.does(self.open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        row.addStretch(1)
        self.setText(value)
        self.settle()

    def text(self) -> str:
        """What stands there."""
        return self.line.text()

    def stored(self) -> str:
        """The day as "2026-12-05", with its time as "2026-12-05T14:30"; what is none as it was typed."""
        try:
            said = self.text().strip()
            return self._writing.moment(said) if self._clock else self._writing.day(said)
        except ValueError:
            return self.text()

    def setText(self, text: str) -> None:
        """Put something there."""
        self.line.setText(text)

    def settle(self) -> None:
        """Show what was typed as a day that names its month; say so where it is none."""
        said = self.text().strip()
        try:
            self.line.setText(self._shown(said) if said else "")
            self.told.emit("")
        except ValueError:
            self.told.emit(f"“{said}” cannot be read as a {'day with a time' if self._clock else 'day'}.")

    def _shown(self, said: str) -> str:
        if not self._clock:
            return spell(self._writing.day(said))
        moment = self._writing.moment(said)
        if datetime.fromisoformat(moment).tzinfo is not None:
            return said
        return f"{spell(moment[:10])}, {moment[11:16]}"

    def open(self) -> None:
        """Show the calendar below the field."""
        leaf = Leaf(self, self._day() or self._writing.today)
        leaf.chosen.connect(self._take)
        leaf.move(self.line.mapToGlobal(QPoint(0, self.line.height())))
        leaf.show()
        leaf.days.setFocus(Qt.FocusReason.PopupFocusReason)

    def _day(self) -> str:
        try:
            return self._writing.moment(self.text())[:10] if self._clock else self._writing.day(self.text())
        except ValueError:
            return ""

    def _take(self, day: str) -> None:
        """The day that was chosen; a time that stood there stays."""
        clock = ""
        if self._clock:
            stood = self._day() and self._writing.moment(self.text())[11:16]
            clock = f", {stood or '12:00'}"
        self.line.setText(spell(day) + clock)
        self.settle()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The down arrow opens the calendar."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.open()
            return True
        return super().eventFilter(watched, event)
