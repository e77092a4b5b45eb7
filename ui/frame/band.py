"""The band on top: who is in charge, whether this is practice, the phase, and Stop everything."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.frame.first import UNKNOWN
from ui.numerals import shorten, tip
from ui.places import Fold
from ui.tokens import px
from ui.widgets.symbol import Button, Symbol
from ui.widgets.text import Elided, Words

USUAL = "This program only reads it."


class Band(QFrame):
    """44 pixels that say what the program may do. Violet with the word PRACTICE for the practice club."""

    stop_asked = Signal()
    go_on_asked = Signal()
    menu_asked = Signal()
    people_asked = Signal()
    help_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("band")
        self._stopped = False
        self._in_charge = ""
        """The system whose records count; "" until that is known."""
        self._instead = ("", "")
        """What stands in place of who is in charge, and of what the program does, while all is stopped."""
        self._does = ""
        self.menu = Button("Places", role="band", icon="ellipsis", name="Places", tip="Show the places")
        self.menu.clicked.connect(self.menu_asked)
        self._practice = Words("PRACTICE", "practice", wrap=False)
        self._practice.setToolTip(
            "The practice club has a clock of its own: an hour here takes a minute, and its day is not today."
        )
        self._lock = Symbol("lock", 16)
        self._charge = QLabel(UNKNOWN)
        self._charge.setProperty("role", "strong")
        self._reads = Elided("")
        self._phase = Elided("", "secondary")
        self._phase.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.person = Button("", role="band", icon="user")
        self.person.clicked.connect(self.people_asked)
        self.person.hide()
        self._name = ""
        self.help = Button(
            "", role="band", icon="circle-help", name="Help for this page", tip="Help for this page (F1)"
        )
        self.help.clicked.connect(self.help_asked)
        self.stop = Button("Stop everything", role="band", icon="pause", tip="Ctrl+Shift+S")
        self.stop.clicked.connect(self._pressed)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for widget in (self.menu, self._practice, self._lock, self._charge):
            row.addWidget(widget)
        row.addWidget(self._reads, 1000)
        row.addSpacing(8)
        row.addWidget(self._phase, 900)
        row.addStretch(1)  # where neither has room the buttons keep their width
        row.addSpacing(8)
        row.addWidget(self.help)
        row.addWidget(self.person)
        row.addWidget(self.stop)
        self.menu.hide()
        self.show_club(practice=False, phase="")
        self.set_height()

    def set_height(self) -> None:
        """44 pixels at the text scale."""
        self.setFixedHeight(px(44))

    def show_club(self, *, practice: bool, phase: str, reads: str = "") -> None:
        """Say which club this is; ``reads`` in place of the usual words."""
        self._practice.setVisible(practice)
        self._phase.say(phase)
        practising = "Invented; nothing leaves here. An hour takes a minute."
        self._does = reads or (practising if practice else USUAL)
        self._say()
        if self.property("practice") != practice:
            self.setProperty("practice", practice)
            _polish(self)

    def show_in_charge(self, system: str) -> None:
        """Say whose records count; the program says what it was told, nobody types it. "" while nothing is known."""
        self._in_charge = system
        self._say()

    def show_person(self, name: str, fold: Fold) -> None:
        """Say who acts now; nobody before a club is open. With little room the symbol stands alone."""
        self._name = name
        self.person.setVisible(bool(name))
        self.person.setText(shorten(name, 24) if fold >= Fold.SIDE_BY_SIDE else "")
        self.person.setAccessibleName(f"{name} acts now. Let somebody else act")
        self.person.setToolTip(tip(f"{name} acts now; press to let somebody else act"))

    def show_stopped(self, *, stopped: bool, ran: bool = True, rests: bool = False) -> None:
        """Stopped, with the way on. ``ran``: something is left to finish; ``rests``: nothing begins by itself."""
        self._stopped = stopped
        charge = "Stopped safely." if ran else "Nothing is running."
        does = "Nothing begins by itself until you press Go on." if rests else "Go on finishes it."
        self._instead = (charge, does) if stopped else ("", "")
        self.stop.show_icon("play" if stopped else "pause")
        self._say()

    def _say(self) -> None:
        charge, does = self._instead
        known = f"{self._in_charge} is in charge." if self._in_charge else UNKNOWN
        self._charge.setText(charge or known)
        self._reads.say(does or (self._does if self._in_charge or self._does != USUAL else ""))
        self._fit()

    def fold(self, fold: Fold) -> None:
        """With less room the second sentence goes first, then the phase, then buttons' words; the first one stays."""
        self.show_person(self._name, fold)
        self._phase.setVisible(fold >= Fold.SYMBOLS)
        self._reads.setVisible(fold >= Fold.SIDE_BY_SIDE)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Buttons lose their words where these would push the words on the left out; their names stay."""
        said = "Go on" if self._stopped else "Stop everything"
        self.stop.setAccessibleName(said)
        self.stop.setToolTip(said if self._stopped else f"{said} (Ctrl+Shift+S)")
        for menu, stop, lock in (
            ("Places", said, True),
            ("", said, True),
            ("", said.partition(" every")[0], True),
            ("", "", False),
        ):
            self.menu.setText(menu)
            self.stop.setText(stop)
            self._lock.setVisible(lock)
            self._row.invalidate()
            if self._row.minimumSize().width() <= self.width():
                break

    def _pressed(self) -> None:
        if self._stopped:
            self.go_on_asked.emit()
        else:
            self.stop_asked.emit()


def _polish(widget: QWidget) -> None:
    """A changed property reaches the children's colours only when each is polished again."""
    for each in (widget, *widget.findChildren(QWidget)):
        each.style().unpolish(each)
        each.style().polish(each)
