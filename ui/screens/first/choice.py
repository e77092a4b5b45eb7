"""How do you want to begin? Two equal cards; a decision has no default, so neither is filled."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.models import help_texts
from ui.screens.base import scrolling_page
from ui.tokens import px
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.symbol import Button, Symbol
from ui.widgets.text import Answer, Words


class ChoiceCard(Card):
    """A card that is one large button: mouse, Enter and Space press it."""

    pressed = Signal()

    def __init__(self, icon: str, title: str, promise: str, needs: str, act: str) -> None:
        super().__init__()
        self.body.setContentsMargins(24, 24, 24, 24)
        self.body.setSpacing(12)
        self.title.hide()
        self.body.addWidget(Symbol(icon, 32))
        self.body.addWidget(Words(title, "section"))
        self.body.addWidget(Words(promise))
        self.body.addWidget(Words(needs, "secondary"))
        self.body.addStretch(1)
        self.button = Button(act, icon="arrow-right", name=f"{act}. {promise}")
        self.button.clicked.connect(self.pressed)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setMinimumHeight(px(260))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The whole card is the button."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.set_tone("way")

    def leaveEvent(self, event: QEvent) -> None:
        """As it was."""
        super().leaveEvent(event)
        self.set_tone("")


class Choice(QWidget):
    """The very first page."""

    topic = help_texts.BEGIN

    practice_chosen = Signal()
    club_chosen = Signal()
    other_computer_chosen = Signal()
    last_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("How do you want to begin?")
        scroll, column = scrolling_page()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        heading = Answer()
        heading.say(
            "How do you want to begin?",
            "Either way, nothing is changed in Wild Apricot: this program can only read it.",
        )
        self.trouble = Notice()
        self.trouble.hide()
        self.practice = ChoiceCard(
            "play",
            "Try the practice club",
            "1,200 invented members, nothing to enter, 20 minutes.",
            "It runs on this laptop alone, with real differences to find. Nothing is sent anywhere.",
            "Try the practice club",
        )
        self.club = ChoiceCard(
            "users",
            "Start with my club",
            "You need a Wild Apricot administrator; about 15 minutes.",
            "Five short pages. You can stop after each one and go on another evening.",
            "Start with my club",
        )
        self.practice.pressed.connect(self.practice_chosen)
        self.club.pressed.connect(self.club_chosen)
        cards = Flow(320, spacing=16, most=2)
        cards.show_items([self.practice, self.club])
        other = Button("Continue from another computer", role="quiet")
        other.clicked.connect(self.other_computer_chosen)
        small = QHBoxLayout()
        self.last = Button("Open the club that was open last", role="quiet", icon="folder-open")
        self.last.clicked.connect(self.last_chosen)
        self.last.hide()
        small.addWidget(self.last)
        small.addWidget(other)
        small.addStretch(1)
        middle = QWidget()
        middle.setMaximumWidth(px(920))
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, px(16), 0, 0)
        inside.setSpacing(24)
        for widget in (heading, self.trouble, cards):
            inside.addWidget(widget)
        inside.addLayout(small)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        column.addLayout(across)
        column.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the card on that side."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            card = self.practice if event.key() == Qt.Key.Key_Left else self.club
            card.button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
