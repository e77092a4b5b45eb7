"""A cause as a card: what it is, how many, two samples, what it means, and the way in."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from clubos_desktop.model.differences import Kind
from ui.models.causes import MINUTES_A_CAUSE, Cause
from ui.models.differing import clubos_text, wild_apricot_text
from ui.tone import Tone
from ui.widgets.cards import Card
from ui.widgets.symbol import Button
from ui.widgets.text import Elided, StatusWord, Words
from ui.words import count, number, shorten


class CauseCard(Card):
    """One cause."""

    def __init__(self, cause: Cause, look: Callable[[], None]) -> None:
        super().__init__(cause.sentence)
        twice = cause.seen_twice
        if twice:
            word = "Seen twice" if twice == cause.n else f"{number(twice)} seen twice"
            self.body.addWidget(StatusWord(Tone.NEEDS, word))
        else:
            self.body.addWidget(StatusWord(Tone.WAY, "Seen once"))
        self.body.addWidget(Words(cause.meaning, "secondary"))
        for sample in cause.samples:
            self.body.addWidget(Elided(shorten(sample.who, 80), "strong"))
            if cause.kind in (Kind.CHANGED, Kind.CONFLICT):
                self.body.addWidget(Elided(f"Wild Apricot: {shorten(wild_apricot_text(sample), 120)}", "secondary"))
                self.body.addWidget(Elided(f"ClubOS: {shorten(clubos_text(sample), 120)}", "secondary"))
        self.body.addStretch(1)
        button = Button("Look at them", icon="arrow-right", name=f"Look at them: {cause.sentence}")
        button.does(look)
        row = QHBoxLayout()
        row.addWidget(button)
        row.addWidget(Words(f"about {MINUTES_A_CAUSE} minutes", "secondary", wrap=False))
        row.addStretch(1)
        self.body.addLayout(row)


class SamePersonCard(Card):
    """Pairs that may belong together; nothing pairs them by itself."""

    def __init__(self, suggestions: int, look: Callable[[], None]) -> None:
        super().__init__(f"{count(suggestions, 'pair')} may belong together")
        self.body.addWidget(StatusWord(Tone.NEEDS, "To decide"))
        self.body.addWidget(
            Words(
                "Often a couple with one e-mail address. This program never joins two people by itself.",
                "secondary",
            )
        )
        self.body.addStretch(1)
        button = Button("Look at them", icon="arrow-right", name="Look at pairs that may belong together")
        button.does(look)
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
