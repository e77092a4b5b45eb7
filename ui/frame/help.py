"""Help beside the page (F1): it leaves the page usable, and Esc closes it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.models.help_texts import EVERYWHERE, text
from ui.places import Fold
from ui.screens.base import scrolling_page
from ui.tokens import px
from ui.widgets.symbol import Button
from ui.widgets.text import KeyValues, Words


class HelpPanel(QFrame):
    """320 pixels on the right: beside the page where there is room for both, else over its right edge.

    In a narrow window it is the whole page.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("help")
        self._topic = ""
        self._over: QWidget | None = None
        self._title = Words("", "section")
        self._paragraphs = [Words("") for _ in range(4)]
        self._here, self._everywhere = KeyValues(), KeyValues()
        self._here_title = Words("Keys on this page", "strong")
        self.close_button = Button("Close the help", icon="x", tip="Esc")
        self.close_button.clicked.connect(self.closed)
        scroll, column = scrolling_page()
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (self._title, *self._paragraphs, self._here_title, self._here):
            column.addWidget(widget)
        column.addWidget(Words("Keys on every page", "strong"))
        column.addWidget(self._everywhere)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.hide()

    def place(self, fold: Fold, row: QHBoxLayout, page: QWidget) -> None:
        """Beside the page in ``row``, over its right edge, or in its place."""
        narrow, over = fold == Fold.ONE_COLUMN, fold in (Fold.SYMBOLS, Fold.SIDE_BY_SIDE)
        self.setMinimumWidth(0 if narrow else px(320))
        self.setMaximumWidth(16_777_215 if narrow else px(320))
        shown = not self.isHidden()
        if over and self._over is not page:
            row.removeWidget(self)
            self.setParent(page)
            page.installEventFilter(self)
            self._over = page
        elif not over and row.indexOf(self) < 0:
            page.removeEventFilter(self)
            self._over = None
            row.addWidget(self)
        self.setVisible(shown)
        self._lie()

    def _lie(self) -> None:
        if self._over is not None:
            width = px(320)
            self.setGeometry(self._over.width() - width, 0, width, self._over.height())
            self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the page's right edge."""
        if event.type() == QEvent.Type.Resize:
            self._lie()
        return super().eventFilter(watched, event)

    def toggle(self, topic: str) -> None:
        """Show the help of a page, or close it."""
        self.setVisible(self.isHidden())
        self.show_topic(topic)

    def show_topic(self, topic: str) -> None:
        """Show the help of a page, if help is shown."""
        if self.isHidden() or topic == self._topic:
            return
        self._topic = topic
        said = text(topic)
        self._everywhere.say(dict(text(EVERYWHERE).keys))
        self._title.setText(said.title)
        self.setAccessibleName(f"Help: {said.title}")
        for words, paragraph in zip(self._paragraphs, (*said.paragraphs, "", "", "", ""), strict=False):
            words.setText(paragraph)
            words.setVisible(bool(paragraph))
        self._here.say(dict(said.keys))
        for part in (self._here_title, self._here):
            part.setVisible(bool(said.keys))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
