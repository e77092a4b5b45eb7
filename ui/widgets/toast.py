"""A line at the bottom of the page that says what was done, with Undo. It never takes the focus."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.numerals import tip
from ui.tokens import px
from ui.widgets.symbol import Button
from ui.widgets.text import Words

STAYS = 8000
"""Milliseconds; long enough to read twice, and Ctrl+Z works afterwards too."""


class Toast(QFrame):
    """One toast at a time over its parent's lower edge."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._parent = parent
        self._undo: Callable[[], object] | None = None
        self._fresh = False
        self._words = Words("", wrap=False)
        self._button = Button("Undo")
        self._button.clicked.connect(self.undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(self._words)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(
        self, sentence: str, undo: Callable[[], object] | None = None, button: str = "Undo", *, name: str = ""
    ) -> None:
        """Show a sentence; with ``undo`` it can be taken back by a button with these words, called ``name`` in full."""
        self._undo = undo
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self._button.setText(button)
        self._button.setToolTip(tip(name))
        self._button.setAccessibleName(name or button)
        self._button.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(STAYS)
        self._fresh = True
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        self._fresh = False

    def leave(self) -> None:
        """Another page comes: what was said before is of the one that goes. What is said in the same breath stays."""
        if not self._fresh:
            self.hide()

    def undo(self) -> bool:
        """Take the last act back; False when there is none."""
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()
        return undo is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the parent's lower edge."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        parent = self._parent
        width = min(self.width(), parent.width() - 32)
        self.setGeometry((parent.width() - width) // 2, parent.height() - self.height() - px(16), width, self.height())
