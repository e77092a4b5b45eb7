"""The month that hangs from a field for a day, in the program's own look: no red, for red means worse."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton

from ui.tokens import colours_now, px
from ui.widgets.symbol import symbol_icon


def dress_month(month: QCalendarWidget) -> None:
    """Weeks begin on Monday and have no number; weekends look like days; arrows are the program's own."""
    month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    month.setGridVisible(False)
    colours = colours_now()
    plain = QTextCharFormat()
    plain.setForeground(QColor(colours.text))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        month.setWeekdayTextFormat(day, plain)
    for name, icon, said in (
        ("qt_calendar_prevmonth", "chevron-left", "The month before"),
        ("qt_calendar_nextmonth", "chevron-right", "The next month"),
    ):
        button = month.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(symbol_icon(icon, QColor(colours.text), px(18), month.devicePixelRatioF()))
            button.setAccessibleName(said)
