"""Settings: how it looks, who acts, and what keeps the copy safe."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from clubos_desktop import __version__
from clubos_desktop.model.plan import Plan
from ui.models.planned import plan_line
from ui.places import Place
from ui.remembered import TEXT_SCALES, Looks, Theme
from ui.screens.base import Desk, PageScreen
from ui.screens.people import PeopleCard
from ui.tone import Tone
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.segments import Segments
from ui.widgets.sheet_paper import SheetPaper
from ui.widgets.symbol import Button
from ui.widgets.text import Answer, KeyValues, StatusWord, Words

THEMES = {Theme.SYSTEM: "As the system", Theme.LIGHT: "Light", Theme.DARK: "Dark"}
SIZES = {f"{size:.0%}": size for size in TEXT_SCALES}
CLOSINGS = {"Ask": "", "Stay beside the clock": "stay", "Quit": "quit"}
LOCKS = {"5 minutes": 5, "10 minutes": 10, "30 minutes": 30, "Never": 0}


class LooksCard(Card):
    """Theme and text size of this computer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("How it looks")
        self._desk = desk
        self._themes = Segments(list(THEMES.values()), "Colours")
        self._sizes = Segments(list(SIZES), "Text size")
        self._themes.chosen.connect(self._wear_theme)
        self._sizes.chosen.connect(self._wear_size)
        for title, segments in (("Colours", self._themes), ("Text size", self._sizes)):
            self.body.addWidget(Words(title, "strong"))
            self.body.addWidget(segments)
        self.body.addStretch(1)

    def show_looks(self, looks: Looks) -> None:
        """Mark what is worn."""
        self._themes.choose(THEMES[looks.theme])
        self._sizes.choose(min(SIZES, key=lambda text: abs(SIZES[text] - looks.text_scale)))

    def _wear_theme(self, text: str) -> None:
        theme = next(theme for theme, name in THEMES.items() if name == text)
        self._desk.wear(self._desk.looks()._replace(theme=theme))

    def _wear_size(self, text: str) -> None:
        self._desk.wear(self._desk.looks()._replace(text_scale=SIZES[text]))


class PlanCard(Card):
    """When copies are made by themselves: the line, and the way to the plan."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Copying by plan")
        self._desk = desk
        self._line = Words("")
        self.body.addWidget(self._line)
        self._closing = Words("When the window is closed while a plan is in force", "strong")
        self.closings = Segments(list(CLOSINGS), "When the window is closed")
        self.closings.chosen.connect(lambda text: desk.leaving.choose(CLOSINGS[text]))
        self.body.addWidget(self._closing)
        self.body.addWidget(self.closings)
        self.change = Button("Change the plan", icon="calendar")
        self.change.does(lambda: desk.go(Place.COPIES, "Plan"))
        self.body.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def show_plan(self, plan: Plan | None) -> None:
        """Say what is in force."""
        self._line.setText(plan_line(plan))
        leaving = self._desk.leaving
        for widget in (self._closing, self.closings):
            widget.setVisible(leaving.possible)
        self.closings.choose(next(text for text, choice in CLOSINGS.items() if choice == leaving.choice))


class LockCard(Card):
    """When the window locks itself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Lock")
        self._desk = desk
        self.body.addWidget(
            Words("The window locks itself when nobody touches it. What runs goes on. Ctrl+L locks it now.")
        )
        self.times = Segments(list(LOCKS), "The window locks itself after")
        self.times.chosen.connect(lambda text: desk.locking.choose(LOCKS[text]))
        self.body.addWidget(self.times)
        self.body.addStretch(1)

    def show_time(self) -> None:
        """Mark what holds."""
        minutes = self._desk.locking.minutes
        self.times.choose(next((text for text, each in LOCKS.items() if each == minutes), next(iter(LOCKS))))


class SheetCard(Card):
    """The recovery sheet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Recovery sheet")
        self._desk = desk
        self._status = StatusWord(Tone.NEEDS, "To do")
        self.body.addWidget(self._status)
        self.body.addWidget(
            Words("One page on paper with the code that opens this copy, or a backup of it, on another computer.")
        )
        paper = SheetPaper(self, desk.jobs, lambda: desk.club, desk.say, self._failed)
        self._print = Button("Print the sheet …", icon="printer").does(paper.print)
        self._open = Button("Open it as a PDF", role="quiet", icon="external-link").does(paper.open)
        self._safe = Button("It lies in a safe place", icon="check")
        self._safe.does(lambda: desk.jobs.act(desk.club.confirm_sheet, succeeded=self._kept, failed=self._failed))
        for button in (self._print, self._open, self._safe):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def show_state(self, *, safe: bool) -> None:
        """Whether somebody has said where it lies."""
        self._status.say(Tone.GOOD if safe else Tone.NEEDS, "Lies in a safe place" if safe else "To do")
        self._safe.setVisible(not safe)

    def _kept(self, _nothing: None) -> None:
        self._desk.say("Noted: the sheet lies in a safe place.")
        self._desk.outdate()

    def _failed(self, error: Exception) -> None:
        self._desk.say(getattr(error, "sentence", "The sheet could not be made."))


class SafetyCard(Card):
    """Backups."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Backup")
        self._desk = desk
        self.body.addWidget(
            Words("An encrypted copy of everything here in one file. It opens with this computer's keys or the sheet.")
        )
        make = Button("Make a backup …", icon="save")
        make.does(self._ask)
        kept = Button("All backups", role="quiet", icon="arrow-right").does(lambda: desk.go(Place.COPIES, "Backups"))
        self._said = Notice()
        self._said.hide()
        self.body.addWidget(self._said)
        for button in (make, kept):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def _ask(self) -> None:
        self._said.hide()
        name = f"backup {self._desk.club.now():%Y-%m-%d}.clubos-backup"
        path, _ = QFileDialog.getSaveFileName(self, "Where should the backup go?", name, "Backup (*.clubos-backup)")
        if path:
            club, target = self._desk.club, Path(path)
            said = f"The backup {target.name} is made and was read again. Keep it on another disk."
            self._desk.work_here(
                "Making a backup",
                lambda: club.back_up(target),
                succeeded=lambda _sum: self._desk.say(said),
                failed=self._failed,
            )

    def _failed(self, error: Exception) -> None:
        self._said.say_error(error)
        self._said.show()


class Settings(PageScreen):
    """Few things, each with its reason."""

    title = "Settings"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        heading = Answer()
        heading.say(
            "What would you like to change?", "Changes hold at once. Nothing here touches Wild Apricot or ClubOS."
        )
        self.people = PeopleCard(desk)
        self._looks = LooksCard(desk)
        self._sheet = SheetCard(desk)
        self._lock = LockCard(desk)
        self._about = KeyValues()
        about = Card("This club")
        about.body.addWidget(self._about)
        other = Button("Open another club, a backup or the practice club", role="quiet", icon="folder-open")
        other.does(desk.leave)
        about.body.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        about.body.addStretch(1)
        cards = Flow(380, spacing=16, most=2)
        self._plan = PlanCard(desk)
        cards.show_items([self._looks, about, self._plan, self._sheet, SafetyCard(desk), self._lock])
        self.column.addWidget(heading)
        self.column.addWidget(self.people)
        self.column.addWidget(cards)
        self.column.addStretch(1)

    def back(self) -> bool:
        """Esc closes what was asked."""
        return self.people.close_forms()

    def refresh(self) -> None:
        """Show what holds now."""
        club = self.desk.club
        self.people.show_people()
        self._lock.show_time()
        self._looks.show_looks(self.desk.looks())
        self._sheet.show_state(safe=club.sheet_safe())
        self._plan.show_plan(club.planning.plan())
        self._about.say(
            {
                "Club": club.name,
                "Who acts": club.person,
                "Time zone": club.zone.replace("_", " "),
                "Currency": club.currency,
                "File": str(club.path),
                "Version": __version__,
            }
        )
