"""What changed in the way the systems answer: before and after, what it stops, and one decision."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.schema import COURSE_WORDS, Course, Decided, Drift, Found
from clubos_desktop.sync import schema_words
from clubos_desktop.sync.mending import DAY_FIRST, MONTH_FIRST
from ui.club import Club
from ui.models.freshness import Freshness
from ui.models.rows import Column, RowsModel
from ui.places import Fold
from ui.screens.base import Desk, focus
from ui.screens.copies.aside import AsideCard
from ui.screens.copies.part import Part
from ui.tone import Tone
from ui.watching import Drifted, domains_of
from ui.widgets.cards import Card, Empty, Flow, Notice
from ui.widgets.fields import Choice, Labelled
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Words
from ui.words import moment

Row = tuple[str, str, str]
EXAMPLES: tuple[Column[Row], ...] = (
    Column("Record", lambda row: row[0], width=160),
    Column("Before", lambda row: row[1], stretch=1),
    Column("Now", lambda row: row[2], stretch=1),
)


class ChangeBox(Notice):
    """One change: what it is, what it stops, examples, and what can be decided. Nothing is proposed."""

    def __init__(self, desk: Desk, found: Found) -> None:
        super().__init__(Tone.PROBLEM if found.change.breaking else Tone.NEEDS)
        self._desk = desk
        self.change = found.change
        since = moment(found.since, desk.club.zone, desk.club.now())
        self.say(schema_words.sentence(found.change), f"{schema_words.effect(found.change)} First seen {since}.")
        rows = RowsModel(EXAMPLES, self)
        rows.show_rows([(each.key, each.before, each.after) for each in found.change.examples])
        self.examples = Table(rows, "Records before and now")
        self.examples.setFixedHeight(self.examples.full_height())
        self.examples.setVisible(bool(found.change.examples))
        self.body.addWidget(self.examples)
        self._meaning = self._asked()
        if self._meaning is not None:
            self.body.addWidget(self._meaning)
        self.courses: dict[Course, Button] = {}
        for course in found.change.courses:
            word = COURSE_WORDS[course] if found.change.breaking else "I have seen it"
            self.courses[course] = Button(word).does(partial(self._decide, course))
        self._refused = Words("", "secondary", tone="problem")
        self._refused.hide()
        self.body.addWidget(self._refused)
        row = Flow(240, spacing=8, spread=False)
        row.show_items(list(self.courses.values()))
        self.body.addWidget(row)

    def _asked(self) -> Labelled | None:
        """What has to be said besides: a field, a word, or the order of dates."""
        change = self.change
        if change.kind is Drift.DATE_FORM and change.other.startswith("#/"):
            orders = ((MONTH_FIRST, "Month first: 3 April is 04/03"), (DAY_FIRST, "Day first: 3 April is 03/04"))
            return Labelled("How such a date is meant", Choice("How such a date is meant", orders))
        if change.breaking and change.kind in (Drift.MISSING, Drift.WORD):
            name = "Field that holds it now" if change.kind is Drift.MISSING else "Word that means the same"
            line = QLineEdit()
            line.setAccessibleName(name)
            return Labelled(name, line, f'Only for "{COURSE_WORDS[Course.MAP]}".')
        return None

    def said(self) -> str:
        """What was said besides."""
        if self._meaning is None:
            return ""
        field = self._meaning.field
        if isinstance(field, Choice):
            return field.chosen()
        return field.text().strip() if isinstance(field, QLineEdit) else ""

    def mean(self, text: str) -> None:
        """Say what is meant, for tests and for a list of choices."""
        if self._meaning is not None:
            field = self._meaning.field
            if isinstance(field, Choice):
                field.choose(text)
            elif isinstance(field, QLineEdit):
                field.setText(text)

    def _decide(self, course: Course) -> None:
        work = partial(self._desk.club.watching.decide, self.change.id, course, self.said(), "")
        for button in self.courses.values():
            button.setEnabled(False)
        self._desk.jobs.act(work, succeeded=self._decided, failed=self._not_decided)

    def _not_decided(self, error: Exception) -> None:
        self._refused.setText(_said(error))
        self._refused.show()
        for button in self.courses.values():
            button.setEnabled(True)

    def _decided(self, decided: Decided) -> None:
        again = "The next copy reads it so." if self.change.breaking else "Noted."
        word = COURSE_WORDS[decided.course]
        self._desk.say(f"Decided: {word.lower()}. {again}", partial(_undo, self._desk, self.change.id), what=word)
        self._desk.outdate()


def _said(error: Exception) -> str:
    """What an error says, and what to do."""
    said = getattr(error, "sentence", "That could not be done. Nothing was changed.")
    return f"{said} {getattr(error, 'remedy', '')}".strip()


def _undo(desk: Desk, change: str) -> None:
    """Take a decision back, whether its box still stands or not."""
    work = partial(desk.club.watching.withdraw, change)
    desk.jobs.act(work, succeeded=lambda _done: desk.outdate(), failed=lambda error: desk.say(_said(error)))


class DecidedBox(Card):
    """A decision that stands."""

    def __init__(self, desk: Desk, decided: Decided) -> None:
        super().__init__()
        self._desk = desk
        self._id = decided.change.id
        self.body.addWidget(Words(schema_words.sentence(decided.change), "strong"))
        to = f" ({decided.to})" if decided.to else ""
        when = moment(decided.at, desk.club.zone, desk.club.now())
        who = decided.by.partition(",")[0]
        self.body.addWidget(Words(f"{COURSE_WORDS[decided.course]}{to}: {who}, {when}.", "secondary"))
        back = Button("Take it back")
        back.does(self._withdraw)
        self.body.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)

    def _withdraw(self) -> None:
        work = partial(self._desk.club.watching.withdraw, self._id)
        self._desk.jobs.act(work, succeeded=self._withdrawn, failed=lambda error: self._desk.say(_said(error)))

    def _withdrawn(self, _decided: Decided) -> None:
        self._desk.say("Taken back. The next copy of everything reads it anew.")
        self._desk.outdate()


class FilesCard(Card):
    """The way round: one kind of record from export files, in three presses."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Or read one part from export files meanwhile")
        self._desk = desk
        self._now = Words("")
        self._refused = Words("", "secondary", tone="problem")
        self._row = Flow(220, spread=False)
        for widget in (self._now, self._row, self._refused):
            self.body.addWidget(widget)

    def tell(self, stopped: tuple[Domain, ...], folder: str, used: tuple[Domain, ...]) -> None:
        """Offer it for what is stopped, and the way back for what is read from files."""
        self.setVisible(bool(stopped or used))
        names = ", ".join(DOMAIN_LABELS[each].lower() for each in used)
        self._now.setText(
            f"Read from export files in {folder}: {names}."
            if used
            else "Export the list from Wild Apricot into a folder, then choose the folder. All else goes on as before."
        )
        buttons: list[QWidget] = [
            Button(f"{DOMAIN_LABELS[each]} from files…").does(partial(self._choose, each))
            for each in stopped
            if each not in used
        ]
        buttons += [
            Button(f"{DOMAIN_LABELS[each]} from Wild Apricot again").does(partial(self._stop, each)) for each in used
        ]
        self._row.show_items(buttons)
        self._refused.hide()

    def _choose(self, domain: Domain) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder with the export files", str(Path.home()))
        if folder:
            self.use(domain, Path(folder))

    def use(self, domain: Domain, folder: Path) -> None:
        """Read a domain from the files of a folder."""
        told = f"{DOMAIN_LABELS[domain]} are read from these files from the next copy on."
        self._change(partial(self._desk.club.watching.use_files, domain, folder), told)

    def _stop(self, domain: Domain) -> None:
        told = f"{DOMAIN_LABELS[domain]} are copied from Wild Apricot again."
        self._change(partial(self._desk.club.watching.stop_files, domain), told)

    def _change(self, work: Callable[[], object], told: str) -> None:
        def changed(_nothing: object) -> None:
            self._desk.say(told)
            self._desk.outdate()

        self._desk.jobs.act(work, succeeded=changed, failed=self._not_changed)

    def _not_changed(self, error: Exception) -> None:
        self._refused.setText(_said(error))
        self._refused.show()


def _read(club: Club) -> Drifted:
    with club.read() as conn:
        return club.watching.drifted(conn)


class AnswersPart(Part):
    """Everything about changed answers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.changes = Flow(4000)
        self.empty = Empty("circle-check")
        self.files = FilesCard(desk)
        self.decided = Flow(4000)
        self.aside = AsideCard(desk)
        for widget in (self.changes, self.empty, self.files, self.aside, self.decided):
            self.column.addWidget(widget)
        self._shown: tuple[Found, ...] | None = None
        self._copied = False
        self.aside.hide()

    def refresh(self, fresh: Freshness) -> None:
        """Read how answers stand, off the screen's thread: there may be ten thousand values set aside."""
        self._copied = bool(fresh.lines)
        self.desk.jobs.act(partial(_read, self.desk.club), succeeded=self._show, failed=self._not_read)

    def _not_read(self, error: Exception) -> None:
        self.empty.say(_said(error))
        self.empty.show()

    def _show(self, drifted: Drifted) -> None:
        if drifted.found != self._shown:
            self._shown = drifted.found
            focused = QApplication.focusWidget()
            had_focus = focused is not None and self.changes.isAncestorOf(focused)
            self.changes.show_items([ChangeBox(self.desk, each) for each in drifted.found])
            if had_focus:
                self.focus_first()
        self.changes.setVisible(bool(drifted.found))
        self.empty.setVisible(not drifted.found)
        looked = "Looked at with each copy: names, kinds, words and dates of every field that is read."
        sides = " and ".join(SIDE_LABELS[side] for side in Side)
        decided = "What changed is decided; nothing waits for you."
        said = decided if drifted.decided else f"{sides} answer as they did before."
        self.empty.say(said if self._copied else "Nothing was copied yet.", looked)
        self.files.tell(domains_of(drifted.found), drifted.files.folder, drifted.files.domains)
        self.decided.show_items([DecidedBox(self.desk, each) for each in drifted.decided])
        self.decided.setVisible(bool(drifted.decided))
        self.aside.tell(drifted.aside)

    def fold(self, fold: Fold) -> None:
        """Leave out columns for which there is no room."""
        self.aside.table.fold(fold)

    def focus_first(self) -> None:
        """The first change's first course."""
        boxes = self.changes.findChildren(ChangeBox)
        first = next(iter(boxes[0].courses.values()), None) if boxes else None
        focus(first or self, self)
