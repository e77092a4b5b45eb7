"""The card that writes the archive: locked or open, which passphrase, and what that means for members."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from clubos_desktop.cutover.archive.write import Made
from clubos_desktop.errors import InputError
from clubos_desktop.model.time import wall
from ui.leaving import Leaving
from ui.screens.base import Desk
from ui.tone import Tone
from ui.widgets.cards import Card, Notice
from ui.widgets.fields import Choice, Labelled
from ui.widgets.hidden import Hidden
from ui.widgets.symbol import Button
from ui.widgets.text import Words

NAME = "Archive of Wild Apricot"
LOCK = (
    ("Locked with a passphrase", "locked"),
    ("Open, with CSV files: whoever has the folder can read everything", "open"),
)
_ABOUT = (
    "Everything this copy holds of Wild Apricot as one page with search. Any browser opens it, also in ten years and "
    "without this program; it needs no network and sends nothing."
)
_HONEST = (
    "It holds the personal data of every member. Locked, nobody can read it without the passphrase, not even its "
    "makers. Keep the passphrase in the club's safe, apart from the file, and delete the file when your "
    "club may no longer keep it."
)


class ArchiveCard(Card):
    """Asks, writes, and says what was written and read again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Archive of Wild Apricot")
        self._desk = desk
        self._last = Words("", "strong")
        self.lock = Choice("Who can read it", list(LOCK))
        self.word, self.again = Hidden("Passphrase"), Hidden("Passphrase once more")
        self._words = [Labelled("Passphrase", self.word, "Four or five words, 12 characters at least.")]
        self._words.append(Labelled("Once more", self.again))
        self.write = Button("Write the archive…", icon="save")
        self.said = Notice(Tone.GOOD)
        self.said.hide()
        fields: tuple[QWidget, ...] = (Labelled("Who can read it", self.lock), *self._words)
        for widget in (Words(_ABOUT), Words(_HONEST, "secondary"), self._last, *fields, self.said):
            self.body.addWidget(widget)
        self.body.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
        self.lock.currentIndexChanged.connect(self._show_words)
        self.write.does(self._ask)

    def show_all(self, found: Leaving) -> None:
        """Show when one was written last."""
        self._last.setVisible(found.archived is not None)
        if found.archived is not None:
            at, records, locked = found.archived
            how = "locked" if locked else "not locked"
            self._last.setText(f"Written {wall(at, found.zone)}: {int(records):,} records, {how}.")

    def _show_words(self) -> None:
        for field in self._words:
            field.setVisible(self.lock.chosen() == "locked")

    def _ask(self) -> None:
        if self.lock.chosen() == "locked" and self.word.text() != self.again.text():
            sentence = "The two passphrases differ. Nothing was written."
            self._failed(InputError(sentence, remedy="Type it again.", code="archive.twice"))
            return
        chosen = QFileDialog.getExistingDirectory(self, "Where the folder of the archive is made")
        if chosen:
            self.write_to(Path(chosen) / NAME)

    def write_to(self, folder: Path) -> None:
        """Write it into a new folder."""
        passphrase = self.word.text() if self.lock.chosen() == "locked" else None
        work = partial(self._desk.club.ending.archive, folder, passphrase)
        self._desk.work_here("Writing the archive", work, succeeded=self._written, failed=self._failed)

    def _written(self, made: object) -> None:
        if not isinstance(made, Made):
            return
        for field in (self.word, self.again):
            field.clear()
        read = f"{made.records:,} records were written and read again, each the same ({made.seconds:.0f} s)."
        self.said.set_tone(Tone.PROBLEM if made.problems else Tone.GOOD)
        self.said.say(" ".join(made.problems) or read, f"Open {made.page} in a browser and look for three members.")
        self.said.show()
        self._desk.outdate()

    def _failed(self, error: Exception) -> None:
        self.said.set_tone(Tone.PROBLEM)
        self.said.say_error(error)
        self.said.show()
