"""The card for staying with Wild Apricot: decided, reported, tidied away, one step after the other."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from clubos_desktop import staying
from clubos_desktop.kept import Store
from clubos_desktop.model.people import Person
from clubos_desktop.staying import Plan, Standing
from ui.leaving import Leaving
from ui.places import Place
from ui.screens.base import Desk
from ui.tone import Tone
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.fields import Labelled
from ui.widgets.form import FileField, Signer
from ui.widgets.symbol import Button
from ui.widgets.text import StatusWord, Words

_ABOUT = (
    "A good outcome: the weeks side by side were there to find out. No reason is asked for. Wild Apricot was in charge "
    "all the time, so members have nothing to do."
)
_LAST = (
    "This deletes the workspace, its backups, rehearsals and packs with names, and wipes the key of the workspace. It "
    "cannot be undone. A copy on another disk opens with the recovery sheet alone: destroy the sheet too. The closing "
    "report, packs without names, the history and what is not this program's stay. Files saved or printed elsewhere "
    "are deleted by hand."
)


_DECIDE = ("Record the decision", "Yes, record for good that the club stays")
_WIPE = ("Wipe both keys from this computer", "Yes, wipe both: nothing can be copied any more without new keys")
"""What a button says, and what it says before it does what cannot be undone."""

Signers = tuple[tuple[Person, ...], str]
"""Who may sign, and the number of who acts."""


def outdated(signer: Signer | None, shown: Signers, found: Leaving) -> bool:
    """Whether the fields of who signs have to be made anew; never under somebody who types a PIN."""
    return signer is None or (shown != (found.people, found.me) and not signer.pin.text())


class SigningCard(Card):
    """A card on which somebody signs for the board: who may, and what came of it."""

    def __init__(self, title: str, desk: Desk) -> None:
        super().__init__(title)
        self._desk = desk
        self._signers = Flow(420, most=1)
        self.signer: Signer | None = None
        self._may: Signers = ((), "")
        self.trouble = Notice()
        self.trouble.hide()

    def may_sign(self, found: Leaving) -> None:
        """Ask who signs, anew when other people may."""
        if outdated(self.signer, self._may, found):
            self._may = found.people, found.me
            self.signer = Signer("Who signs for the board", *self._may)
            self._signers.show_items([self.signer])

    def _act(self, work: Callable[[], object]) -> None:
        self._desk.jobs.act(work, succeeded=lambda _done: self._done(), failed=self._failed)

    def _done(self) -> None:
        if self.signer is not None:
            self.signer.pin.clear()
        self.trouble.hide()
        self._desk.outdate()

    def _failed(self, error: Exception) -> None:
        if self.signer is not None:
            self.signer.pin.clear()
        self.trouble.say_error(error)
        self.trouble.show()


class StayCard(SigningCard):
    """The five steps with what does each, and tidying away at the end."""

    def __init__(self, desk: Desk, over: Callable[[Plan], None]) -> None:
        super().__init__("We stay with Wild Apricot", desk)
        self._over = over
        self._steps = Flow(300, spacing=4, most=1)
        self.reason = QLineEdit()
        self._sure: Button | None = None
        self.decide = Button(_DECIDE[0], icon="gavel")
        self._deciding = self._group(Labelled("Why (may stay empty)", self.reason), self._signers, self.decide)
        self.report = Button("Write the closing report…", icon="file-text")
        self.pack = Button("Make the last board pack", icon="landmark")
        self.keys = Button(_WIPE[0], icon="key")
        self.note, self.proof = QLineEdit(), FileField("Proof that ClubOS deleted the data")
        self.deleted = Button("ClubOS has deleted our data", icon="check")
        self._there = self._group(
            Labelled("What was seen", self.note), Labelled("Proof: a letter or picture", self.proof), self.deleted
        )
        self.name = QLineEdit()
        self._stores = Flow(300, spacing=4, most=1)
        self.tidy = Button("Tidy everything away…", icon="x")
        self._tidying = self._group(
            Words(_LAST), self._stores, Labelled("The club's name, to be sure", self.name), self.tidy
        )
        self._build()

    @staticmethod
    def _group(*widgets: QWidget) -> Card:
        card = Card(" ")
        card.title.hide()
        for widget in widgets:
            left = isinstance(widget, Button)
            card.body.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag(0))
        return card

    def _build(self) -> None:
        for widget in (Words(_ABOUT), self._steps, self._deciding):
            self.body.addWidget(widget)
        for button in (self.report, self.pack, self.keys):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for group in (self._there, self._tidying, self.trouble):
            self.body.addWidget(group)
        self.decide.does(self._decide)
        self.report.does(self._report)
        self.pack.does(partial(self._desk.go, Place.BOARD))
        self.keys.does(self._wipe)
        self.deleted.does(self._deleted)
        self.tidy.does(self._tidy)

    def show_all(self, found: Leaving) -> None:
        """Show the steps; what does the next ones stands below them."""
        self.setVisible(not found.switched)
        standing = found.staying
        self._steps.show_items([_step(standing, key, words) for key, words in staying.STEPS])
        decided = standing.decided is not None
        self._deciding.setVisible(not decided)
        if not decided:
            self.may_sign(found)
        left = {key for key, _ in standing.left}
        for key, widget in (
            ("report", self.report), ("pack", self.pack), ("keys", self.keys), ("clubos", self._there),
        ):  # fmt: skip
            widget.setVisible(decided and key in left)
        self._tidying.setVisible(decided and not left)
        self._stores.show_items([Words(_store(each), "secondary") for each in standing.stores])

    def _decide(self) -> None:
        signed = self.signer.typed() if self.signer else None
        if signed is not None and self._twice(self.decide):
            self._act(partial(self._desk.club.ending.decide, signed, self.reason.text()))

    def _wipe(self) -> None:
        if self._twice(self.keys):
            self._act(self._desk.club.ending.forget_keys)

    def _twice(self, button: Button) -> bool:
        """Whether this was the second press; the first one only says what the second will do."""
        sure = self._sure is button
        self._ask_again(None if sure else button)
        return sure

    def _ask_again(self, pressed: Button | None) -> None:
        self._sure = pressed
        for button, first, second in ((self.decide, *_DECIDE), (self.keys, *_WIPE)):
            button.setText(second if button is pressed else first)

    def _report(self) -> None:
        start = str(Path.home() / "We stay with Wild Apricot.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, "Closing report", start, "PDF (*.pdf)")
        if chosen:
            self.write_report(Path(chosen))

    def write_report(self, path: Path) -> None:
        """Write the closing report."""
        self._act(partial(self._desk.club.ending.report, path))

    def _deleted(self) -> None:
        text = self.proof.line.text().strip()
        self._act(partial(self._desk.club.ending.deleted, self.note.text(), Path(text) if text else None))

    def _tidy(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where the history is put")
        if chosen:
            self.tidy_to(Path(chosen) / "History of the move")

    def tidy_to(self, folder: Path) -> None:
        """Write the history there and tidy everything away."""
        work = partial(self._desk.club.ending.tidy, folder, self.name.text())
        self._desk.work_here("Tidying away", work, succeeded=self._tidied, failed=self._failed)

    def _tidied(self, plan: object) -> None:
        if isinstance(plan, Plan):
            self._over(plan)


def _step(standing: Standing, key: str, words: str) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    done = key in standing.done
    line.addWidget(StatusWord(Tone.GOOD if done else Tone.UNMEASURED, "Done" if done else "To do"))
    line.addWidget(Words(words), 1)
    return box


def _store(each: Store) -> str:
    return f"{each.what}: {each.path.name}, {each.bytes / 1e6:.1f} MB, {'stays' if each.stays else 'is deleted'}"
