"""Copies: is what I see fresh and complete."""

import importlib
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from clubos_desktop.job import Progress
from clubos_desktop.model.domains import Side
from clubos_desktop.model.runs import Mode
from clubos_desktop.store import came
from clubos_desktop.sync import closing
from ui.models.freshness import Freshness, read_freshness
from ui.places import Fold, Place
from ui.screens.base import Desk, PageScreen, enable, focus
from ui.screens.copies.part import Part
from ui.widgets.parts import PartsBar
from ui.widgets.symbol import Button
from ui.widgets.text import Answer, Words
from ui.words import clock_time, count, moment, took

NOW = "Now"
PARTS: dict[str, tuple[str, str]] = {
    NOW: ("ui.screens.copies.now", "Now"),
    "Plan": ("ui.screens.copies.plan", "PlanPart"),
    "Pace": ("ui.screens.copies.pace", "PacePart"),
    "Health": ("ui.screens.copies.health", "HealthPart"),
    "All copies": ("ui.screens.copies.runs", "RunsPart"),
    "Backups": ("ui.screens.copies.kept", "BackupsPart"),
    "Failures": ("ui.screens.copies.failed", "FailuresPart"),
    "Answers": ("ui.screens.copies.answers", "AnswersPart"),
    "Connection": ("ui.screens.copies.connection", "ConnectionPart"),
    "Untouched": ("ui.screens.copies.untouched", "UntouchedPart"),
}
"""Module and class of each part by its name, imported at its first showing."""

GROUPS: dict[str, dict[str, str]] = {
    NOW: {NOW: NOW},
    "Plan": {"Plan": "When", "Pace": "How many calls"},
    "Backups": {"Backups": "Backups"},
    "Health": {
        "Failures": "What failed",
        "Answers": "Changed answers",
        "Connection": "Connection",
        "Health": "Speed and logs",
    },
    "Proof": {"Untouched": "Nothing was changed", "All copies": "All copies"},
}
"""The parts as they are looked for: the words of the first row, and under each its parts with their words."""


def group_of(part: str) -> str:
    """The word of the first row under which a part stands."""
    return next(group for group, parts in GROUPS.items() if part in parts)


class Copies(PageScreen):
    """Both copies, the ways to make them anew, and what belongs to them, a part at a time."""

    title = "Copies"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._heading = Answer("Connections and sync")
        self.copy = Button("Copy now", role="main", icon="refresh-cw", tip="F5")
        self.copy.does(desk.copy_now)
        self._more = Button("More", icon="chevron-down", name="More ways to copy")
        menu = QMenu(self._more)
        menu.addAction("Copy everything", partial(desk.copy_now, everything=True))
        self._more.setMenu(menu)
        self._press = QWidget()
        row = QHBoxLayout(self._press)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.copy)
        row.addWidget(self._more)
        self.new = Button("", icon="arrow-right", role="quiet")
        self.new.does(lambda: desk.go(Place.DIFFERENCES))
        self.new.hide()
        row.addWidget(self.new)
        self.planned = Words("", "secondary")
        row.addWidget(self.planned, 1)
        self.bar = PartsBar(tuple(GROUPS), "Parts of this page", role="segment", spacing=0)
        self.bar.chosen.connect(self.show_group)
        self.inside = {
            group: PartsBar(tuple(parts.values()), f"Parts of {group}")
            for group, parts in GROUPS.items()
            if len(parts) > 1
        }
        for group, bar in self.inside.items():
            bar.chosen.connect(partial(self._inside, group))
            bar.hide()
        self._fold = Fold.SIDE_BY_SIDE
        self._parts: dict[str, Part] = {}
        self._shown = NOW
        self._last: dict[str, str] = {}
        self._label = ""
        self._came: came.Came | None = None
        desk.jobs.progressed.connect(self._hear)
        desk.jobs.busy_changed.connect(self._forget)
        for widget in (self._heading, self._press, self.bar, *self.inside.values()):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.part(NOW).show()

    @property
    def here(self) -> Part:
        """The part that is shown."""
        return self._parts[self._shown]

    def part(self, word: str) -> Part:
        """A part, made when it is asked for first."""
        if word not in self._parts:
            module, name = PARTS[word]
            made: Part = getattr(importlib.import_module(module), name)(self.desk)
            made.hide()
            made.fold(self._fold)
            self._parts[word] = made
            self.column.insertWidget(self.column.count() - 1, made)
        return self._parts[word]

    def show_group(self, group: str) -> None:
        """Show a group of parts, with the part in it that was looked at last."""
        if group != group_of(self._shown):
            self.show_part(self._last.get(group, next(iter(GROUPS[group]))))

    def _inside(self, group: str, word: str) -> None:
        self.show_part(next(part for part, said in GROUPS[group].items() if said == word))

    def show_part(self, word: str) -> None:
        """Show a part in place of the present one."""
        self.here.hide()
        self._shown = word
        group = group_of(word)
        self._last[group] = word
        self.bar.choose(group)
        if group in self.inside:
            self.inside[group].choose(GROUPS[group][word])
        self.part(word).show()
        self.refresh()

    def refresh(self) -> None:
        """Read both copies' state and show it."""
        club = self.desk.club
        busy = self.desk.jobs.busy
        with club.read() as conn:
            fresh = read_freshness(conn, club.now(), club.zone, busy=busy)
            self._came = came.newest(conn)
        self._heading.say(*self._answer(fresh, busy=busy))
        news = 0 if self._came is None or busy else self._came.differences or 0
        self.new.setText(f"Look at {count(news, 'difference')}")
        self.new.setVisible(bool(news))
        self.planned.setText("" if busy else f"{club.planning.next_line()} {self._cost()}".strip())
        begun = bool(fresh.lines) or busy
        self._press.setVisible(begun)
        connected = any(club.account(side) is not None for side in Side)
        self.bar.setVisible(begun or connected)
        for group, bar in self.inside.items():
            bar.setVisible((begun or connected) and group == group_of(self._shown))
        enable(self.copy, not busy)
        enable(self._more, not busy)
        self.here.refresh(fresh)

    def _hear(self, progress: Progress) -> None:
        """What runs, in its first words: "Copying", "Making a backup"."""
        label = progress.label.partition(":")[0]
        self._label = "Copying" if label.startswith("Copying") else label

    def _forget(self, busy: bool) -> None:
        if not busy:
            self._label = ""

    def _cost(self) -> str:
        """What Copy now would take, before it is pressed."""
        pace = self.desk.club.planning.pace(Mode.INCREMENTAL)
        word = "about" if any(cost.known for cost in pace.costs) else "at most"
        return f"Copy now takes {word} {count(pace.calls, 'call')}, {took(pace.seconds)}." if pace.costs else ""

    def _answer(self, fresh: Freshness, *, busy: bool) -> tuple[str, str]:
        club = self.desk.club
        if busy:
            return (
                f"{self._label} now." if self._label else "Copying now.",
                "What you see stays usable meanwhile. You can close the laptop; copying goes on from there.",
            )
        if fresh.unfinished:
            return "The copy is not finished.", "What was copied so far is kept; the next copy goes on from there."
        if fresh.oldest is None:
            return "Nothing copied yet.", "Copying only reads; nothing is changed in Wild Apricot or in ClubOS."
        if fresh.held:
            return f"{count(len(fresh.held), 'copy', 'copies')} waiting for your OK.", "Nothing was changed."
        if fresh.failed:
            return (
                f"The last copy was not finished; complete is that of {moment(fresh.oldest, club.zone, club.now())}.",
                "",
            )
        return self._whole(fresh, fresh.oldest)

    def _whole(self, fresh: Freshness, oldest: str) -> tuple[str, str]:
        """The answer where nothing is missing."""
        club = self.desk.club
        when = moment(oldest, club.zone, club.now())
        if fresh.undone:
            return f"The newest copy was taken back; here stands that of {when}.", "The next copy reads it all again."
        if when.startswith("today"):
            when = clock_time(oldest, club.zone)
        return f"Both copies are complete, {when}.", self._last_words()

    def _last_words(self) -> str:
        """What the newest copy brought."""
        if self._came is None:
            return "Copied in full, counted against each system's own figures."
        at = clock_time(self._came.at, self.desk.club.zone)
        return f"{closing.sentence(self._came, at)} {closing.differing(self._came)}".strip()

    def want(self, wanted: object) -> None:
        """Show a part by its word."""
        if isinstance(wanted, str) and wanted in PARTS:
            self.show_part(wanted)

    def back(self) -> bool:
        """One level back in the part, then back to how things stand now."""
        if self.here.back():
            return True
        if self._shown == NOW:
            return False
        self.show_part(NOW)
        return True

    def focus_first(self) -> None:
        """Enter copies, or connects where nothing is connected."""
        if self._shown == NOW and not self._press.isHidden():
            focus(self.copy, self)
        else:
            self.here.focus_first()

    def fold(self, fold: Fold) -> None:
        """Pass the room there is on to the parts."""
        self._fold = fold
        for part in self._parts.values():
            part.fold(fold)
