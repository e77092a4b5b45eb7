"""One page of the first start: a question, its fields, and what can be done with them."""

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.screens.base import scrolling_page
from ui.tokens import px
from ui.widgets.cards import Notice
from ui.widgets.symbol import Button
from ui.widgets.text import Answer, Words

PAGES = ("You and your club", "Wild Apricot", "ClubOS", "Recovery sheet", "First copy")

WANTED = "window.passphrase"
"""The code of the error that says: ask for the passphrase, then open again."""


class StartPage(QWidget):
    """Frame of the five pages. Widgets go into ``body``; ``proceed`` is the page's main button.

    ``number`` 0 is a page that stands alone.
    """

    done = Signal()
    back = Signal()
    later = Signal()

    def __init__(self, number: int, question: str, why: str, main: str) -> None:
        super().__init__()
        self.setAccessibleName(f"Page {number} of {len(PAGES)}: {question}" if number else question)
        self._scroll, column = scrolling_page()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        middle = QWidget()
        middle.setMaximumWidth(px(760))
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(16)
        self.heading = Answer()
        self.heading.say(question, why)
        self.trouble = Notice()
        self.trouble.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(16)
        self.proceed = Button(main, role="main")
        self.aside = Button("Do this later", role="quiet")
        self.aside.hide()
        self.back_button = Button("Back", icon="chevron-left")
        self.back_button.clicked.connect(self.back)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.proceed)
        row.addWidget(self.aside)
        row.addStretch(1)
        row.addWidget(self.back_button)
        if number > 0:
            inside.addWidget(_steps(number))
        inside.addWidget(self.heading)
        inside.addWidget(self.trouble)
        inside.addLayout(self.body)
        inside.addSpacing(8)
        inside.addLayout(row)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        column.addLayout(across)
        column.addStretch(1)
        self.back_button.setVisible(number != 2)

    def showEvent(self, event: QShowEvent) -> None:
        """Let Tab go through the page as the eye does."""
        super().showEvent(event)
        order_by_place(self)

    def first_field(self, field: QWidget) -> None:
        """Where the focus goes when the page is shown."""
        self.setFocusProxy(field)

    def to_proceed(self) -> None:
        """Take the focus to the main button, and the eye with it."""
        self.proceed.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reveal(self.proceed)

    def reveal(self, part: QWidget) -> None:
        """Scroll until a part is seen, once what was just shown has its place."""
        QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, lambda: self._show_part(part)))

    def _show_part(self, part: QWidget) -> None:
        if (body := self._scroll.widget()) is not None and (layout := body.layout()) is not None:
            layout.activate()
        self._scroll.ensureWidgetVisible(part, 0, px(24))

    def fail(self, error: Exception) -> None:
        """Show what went wrong; everything typed stays."""
        self.trouble.say_error(error)
        self.trouble.show()
        self.wait(waiting=False)
        self.reveal(self.trouble)

    def wait(self, *, waiting: bool, text: str = "") -> None:
        """Show that something is being tried."""
        self.proceed.setEnabled(not waiting)
        if text:
            self.proceed.setText(text)


def _steps(number: int) -> QWidget:
    """Where we are in the five pages."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Words(f"Page {number} of {len(PAGES)}", "secondary", wrap=False))
    row.addWidget(Words(f"· {PAGES[number - 1]}", "strong", wrap=False))
    row.addStretch(1)
    return box


def order_by_place(page: QWidget) -> None:
    """Set the order of Tab from top to bottom and left to right."""
    fields = [
        part
        for part in page.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None and part.isVisibleTo(page)
    ]
    fields.sort(key=lambda part: (part.mapTo(page, part.rect().bottomLeft()).y(), part.mapTo(page, part.pos()).x()))
    for before, after in pairwise(fields):
        QWidget.setTabOrder(before, after)
