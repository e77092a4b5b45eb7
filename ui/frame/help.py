"""Help beside the page (F1): it leaves the page usable, and Esc closes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.models.help_texts import EVERYWHERE, text
from ui.screens.base import scrolling_page
from ui.tokens import px
from ui.widgets.symbol import Button
from ui.widgets.text import KeyValues, Words


class HelpPanel(QFrame):
    """320 pixels on the right; in a narrow window the whole page."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("help")
        self._topic = ""
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

    def set_width(self, *, narrow: bool) -> None:
        """As wide as it may be."""
        self.setMinimumWidth(0 if narrow else px(320))
        self.setMaximumWidth(16_777_215 if narrow else px(320))

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
