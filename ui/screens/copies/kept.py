"""Backups: which are kept, when a restore was last tested, and the examination of everything."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout

from clubos_desktop.backups import Tested
from clubos_desktop.examining import Examined
from clubos_desktop.model.proofs import Restored
from clubos_desktop.store import rotation
from clubos_desktop.store.rotation import Kept
from ui.models.freshness import Freshness
from ui.models.rows import Column, RowsModel
from ui.places import Fold
from ui.screens.base import Desk, enable
from ui.screens.copies.part import Part
from ui.tone import Tone
from ui.widgets.cards import Card, Notice
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import StatusWord, Words
from ui.words import ago, count, moment, number

WHY = {
    rotation.COPY: "after a copy",
    rotation.PACK: "with a board pack",
    rotation.BEFORE: "before a risky act",
    rotation.HAND: "by hand",
}


class BackupsPart(Part):
    """What is kept safe, and whether it would help."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        columns: tuple[Column[Kept], ...] = (
            Column("When", self._when, stretch=1, strong=True, order=lambda kept: kept.made),
            Column("Why", lambda kept: WHY[kept.why], width=190),
            Column("Size", lambda kept: f"{kept.bytes / 1e6:,.1f} MB", width=110, number=True),
            Column("Kept until", self._until, width=200, least=Fold.SYMBOLS),
        )
        self._stays: dict[Path, str] = {}
        self._status = StatusWord(Tone.UNMEASURED, "No backup yet")
        self._words = Words("")
        self._tested = Words("")
        self.make = Button("Make a backup now", role="main", icon="save")
        self.make.does(lambda: desk.run("Making a backup", desk.club.planning.make_backup))
        self.try_it = Button("Test a restore", icon="life-buoy")
        self.try_it.does(self._try)
        self.examine = Button("Examine everything", icon="search")
        self.examine.does(self._examine)
        self.open = Button("Open the folder", icon="folder-open")
        self.open.does(self._open)
        self.result = Notice(Tone.GOOD)
        self.result.hide()
        row = QHBoxLayout()
        for button in (self.make, self.try_it):
            row.addWidget(button)
        row.addStretch(1)
        more = QHBoxLayout()
        for button in (self.examine, self.open):
            more.addWidget(button)
        more.addStretch(1)
        self.table = Table(RowsModel(columns, self), "Backups that are kept")
        card = Card("Backups")
        for widget in (self._status, self._words, self._tested):
            card.body.addWidget(widget)
        card.body.addLayout(row)
        card.body.addLayout(more)
        card.body.addWidget(self.table)
        card.body.addWidget(
            Words(
                "Made after each copy, with each board pack and before each risky act; encrypted like the club's file. "
                "Kept: the newest of seven days and of four weeks, and every one made with a board pack or by hand.",
                "secondary",
            )
        )
        self.column.addWidget(self.result)
        self.column.addWidget(card)

    def refresh(self, fresh: Freshness) -> None:  # noqa: ARG002 - every part is told the same
        """Look into the folder."""
        club = self.desk.club
        kept, tested = club.planning.backups()
        self._stays = {each.file: "until you delete it" for each in kept if each.why in rotation.STAY}
        self.table.rows.show_rows(kept)
        self.table.setFixedHeight(self.table.full_height())
        self.table.setVisible(bool(kept))
        if kept:
            self._status.say(Tone.GOOD, f"Last backup {ago(kept[0].made, club.now())}")
            self._words.setText(
                f"{count(len(kept), 'backup')} of {sum(each.bytes for each in kept) / 1e6:,.1f} MB in all."
            )
        else:
            self._status.say(Tone.NEEDS, "No backup yet")
            self._words.setText("The first is made with the next copy.")
        said = "No restore was tested yet; one is tested every week." if tested is None else ""
        if tested is not None and isinstance(tested.body, Restored):
            sound = "everything was there" if not tested.body.problems else "; ".join(tested.body.problems)
            said = f"Restored and examined {moment(tested.at, club.zone, club.now())}: {sound}."
        looked = club.planning.examined()
        if looked is not None:
            wrong = "nothing was wrong" if not looked[1] else f"{count(looked[1], 'thing')} wrong"
            said += f"\nEverything examined {moment(looked[0], club.zone, club.now())}: {wrong}."
        self._tested.setText(said)
        for button in (self.make, self.try_it, self.examine):
            enable(button, not self.desk.jobs.busy)
        enable(self.try_it, bool(kept) and not self.desk.jobs.busy)

    def _when(self, kept: Kept) -> str:
        return moment(kept.made, self.desk.club.zone, self.desk.club.now()).capitalize()

    def _until(self, kept: Kept) -> str:
        return self._stays.get(kept.file, "newer ones take its place")

    def _try(self) -> None:
        self.desk.jobs.run(self.desk.club.planning.try_backup, succeeded=self._tried, failed=self._failed)

    def _tried(self, found: Tested) -> None:
        if found.problems:
            self._say(Tone.PROBLEM, "The backup is not sound.", " ".join(found.problems[:3]))
        else:
            self._say(
                Tone.GOOD,
                f"Restored, opened and examined; {number(found.records)} records are the same.",
                "This is recorded: gate 3 asks for it.",
            )
        self.desk.outdate()

    def _examine(self) -> None:
        self.desk.jobs.run(self.desk.club.planning.examine, succeeded=self._examined, failed=self._failed)

    def _examined(self, found: Examined) -> None:
        self.desk.outdate()
        if found.problems:
            more = f" And {len(found.problems) - 5} more." if len(found.problems) > 5 else ""
            self._say(
                Tone.PROBLEM, f"{count(len(found.problems), 'thing')} wrong.", "\n".join(found.problems[:5]) + more
            )
            return
        self._say(
            Tone.GOOD,
            "Whole and unchanged.",
            f"The file, the history and every kept figure; {count(found.backups, 'backup')} and "
            f"{count(found.packs, 'board pack')} were read"
            + (f", {found.tested} was restored and opened." if found.tested else "."),
        )

    def _say(self, tone: Tone, cause: str, remedy: str) -> None:
        self.result.set_tone(tone)
        self.result.say(cause, remedy)
        self.result.show()

    def _failed(self, error: Exception) -> None:
        self.result.set_tone(Tone.PROBLEM)
        self.result.say_error(error)
        self.result.show()
        self.desk.outdate()

    def _open(self) -> None:
        folder = self.desk.club.planning.backup_folder()
        if folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            self.desk.say("There is no backup yet, so there is no folder.")

    def fold(self, fold: Fold) -> None:
        """Leave out columns for which there is no room."""
        self.table.fold(fold)
        self.table.setFixedHeight(self.table.full_height())

    def focus_first(self) -> None:
        """The act that is wanted most."""
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)
