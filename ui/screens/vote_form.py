"""The form of a vote: what was moved, how they voted, the signed minutes, and who records it with a PIN."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Ballot
from clubos_desktop.verification.registers.decided import WITHOUT_PACK
from ui.models.packs import Pack
from ui.models.votes import BALLOTS
from ui.tokens import px
from ui.voting import Said
from ui.widgets.cards import Card, Flow
from ui.widgets.fields import Choice, DayField, Labelled, Number
from ui.widgets.signing import SignHere
from ui.widgets.symbol import Button

COUNTS_FOR = 60
"""Days for which a vote is proposed to count."""

NO_PACK = "There is no pack yet. Make one first: a vote names its pack."
NOBODY = "Nobody who acts for the board has a PIN yet: chair, secretary, treasurer or board member."
PLACES = {
    "vote.count": "for",
    "vote.quorum": "quorum",
    "vote.expires": "expires",
    "day.future": "day",
    "day": "day",
    "text": "motion",
    "file": "minutes",
    "file.empty": "minutes",
    "pack": "pack",
}
"""Where an error of the act is said, by its code."""


class VoteForm(Card):
    """``recorded`` carries what was said, who records it, and the PIN."""

    recorded = Signal(object, object, str)
    ballot_chosen = Signal(object)
    left = Signal()
    people_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Record a vote")
        self.ballot = Choice("What the vote is about", [(label, ballot.value) for ballot, label in BALLOTS.items()])
        self.ballot.activated.connect(lambda _index: self._ballot_chosen())
        self.pack = Choice("The pack that was voted on", [])
        self.motion = QPlainTextEdit()
        self.motion.setTabChangesFocus(True)
        self.motion.setFixedHeight(px(88))
        self.day, self.expires = DayField("Day of the vote"), DayField("Counts until")
        self.counts = {
            name: Number(label) for name, label in (("for", "For"), ("against", "Against"), ("abstain", "Abstained"))
        }
        self.quorum = Number("Quorum")
        self.dissent = QLineEdit()
        self.dissent.setMaxLength(2_000)
        self.minutes = QLineEdit()
        self.minutes.setPlaceholderText("A PDF or a picture of the signed page")
        self.sign = SignHere("Recorded by", "Record the vote")
        self.sign.signed.connect(self._signed)
        self.sign.left.connect(self.left)
        self.sign.people_wanted.connect(self.people_wanted)
        self._lines = {
            "ballot": Labelled("About", self.ballot),
            "pack": Labelled("Pack that was voted on", self.pack),
            "motion": Labelled("Motion, word for word", self.motion),
            "day": Labelled("Day of the vote", self.day),
            "for": Labelled("For", self.counts["for"]),
            "against": Labelled("Against", self.counts["against"]),
            "abstain": Labelled("Abstained", self.counts["abstain"]),
            "quorum": Labelled("Quorum", self.quorum, "How many must be there."),
            "expires": Labelled("Counts until", self.expires),
            "dissent": Labelled("What the minority wants noted", self.dissent, "May stay empty."),
            "minutes": Labelled("Signed minutes", self._file_line(), "Only the file's check number is kept."),
        }
        for names, least in (
            (("ballot", "pack"), 300),
            (("motion",), 4000),
            (("for", "against", "abstain", "quorum"), 130),
        ):
            self.body.addWidget(self._row(names, least))
        self.body.addWidget(self._row(("day", "expires"), 220))
        self.body.addWidget(self._row(("dissent", "minutes"), 300))
        self.body.addWidget(self.sign)

    def _row(self, names: Sequence[str], least: int) -> Flow:
        flow = Flow(least, spacing=16)
        flow.show_items([self._lines[name] for name in names])
        return flow

    def _file_line(self) -> QWidget:
        box = QWidget()
        box.setFocusProxy(self.minutes)
        self.minutes.setAccessibleName("Signed minutes")
        choose = Button("", role="symbol", icon="folder-open", name="Choose the signed minutes", tip="Choose the file")
        choose.clicked.connect(self._choose)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.minutes, 1)
        row.addWidget(choose)
        return box

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "The signed minutes", self.minutes.text())
        if path:
            self.minutes.setText(path)

    # --- asking

    def ask(self, today: date, packs: Sequence[Pack], hashes: dict[int, str]) -> None:
        """An empty form; a decision has no default, so every count begins with nothing."""
        self.day.choose(today)
        self.expires.choose(today + timedelta(days=COUNTS_FOR))
        self.pack.clear()
        for each in packs:
            self.pack.addItem(f"{each.purpose}, {each.check}", hashes[each.id])
        for box in (*self.counts.values(), self.quorum):
            box.set_value(0)
        self.dissent.clear()
        self.minutes.clear()
        for line in self._lines.values():
            line.say("")
        self._lines["pack"].say(
            "" if packs else "There is no pack yet. Make one first: a vote names its pack.", "needs"
        )
        self._ballot_chosen()

    def offer_signers(self, people: Sequence[Person]) -> None:
        """Who may record it."""
        self.sign.ask(people, NOBODY)

    def propose(self, motion: str) -> None:
        """A motion to begin with."""
        self.motion.setPlainText(motion)

    def said(self) -> Said:
        """What the form holds."""
        ballot = Ballot(self.ballot.chosen())
        for_, against, abstain = (self.counts[name].value() for name in ("for", "against", "abstain"))
        return Said(
            ballot,
            self.motion.toPlainText(),
            self.day.chosen(),
            (for_, against, abstain),
            self.quorum.value(),
            self.expires.chosen(),
            Path(self.minutes.text().strip()),
            "" if ballot in WITHOUT_PACK else str(self.pack.currentData() or ""),
            self.dissent.text(),
        )

    def refuse(self, error: Exception) -> None:
        """Say what is wrong at its place; everything filled in stays."""
        place = PLACES.get(getattr(error, "code", ""), "")
        for line in self._lines.values():
            line.say("")
        if place:
            said = f"{getattr(error, 'sentence', '')} {getattr(error, 'remedy', '')}".strip()
            self._lines[place].say(said, "problem")
            self._lines[place].field.setFocus()
            self.sign.wait(waiting=False)
        else:
            self.sign.refuse(error)

    def _ballot_chosen(self) -> None:
        ballot = Ballot(self.ballot.chosen())
        self._lines["pack"].setVisible(ballot not in WITHOUT_PACK)
        self.ballot_chosen.emit(ballot)

    def _signed(self, person: Person, pin: str) -> None:
        said = self.said()
        empty = not self.minutes.text().strip()
        for line in self._lines.values():
            line.say("")
        if empty:
            self._lines["minutes"].say("Please choose the signed minutes.", "problem")
            self.sign.wait(waiting=False)
        else:
            self.recorded.emit(said, person, pin)
