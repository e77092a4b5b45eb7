"""Overview: are we ready, and what do I do next."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QWidget

from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.time import to_instant
from ui.models.causes import read_outline
from ui.models.freshness import Freshness, SideCopy, busy_sentence, busy_word, read_freshness
from ui.models.overview import GateFact, NextAct, OverviewFacts, overview, with_motion
from ui.models.return_words import ReturnFacts
from ui.models.return_words import facts as return_facts
from ui.models.timeline import counting, spans
from ui.places import Fold, Place
from ui.screens.base import Desk, PageScreen, enable, focus
from ui.switching import Returning
from ui.tone import Tone
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.symbol import Button
from ui.widgets.text import Answer, StatusWord, Words
from ui.widgets.timeline import Timeline

BEING_COPIED = NextAct(
    "Both systems are being copied.",
    "Look around meanwhile: what is copied already is shown. You can close the laptop; copying goes on from there.",
    0,
    "",
    None,
)
"""While a copy runs there is nothing to press."""


class GateCard(Card):
    """One gate in a row of five."""

    def __init__(self, fact: GateFact) -> None:
        super().__init__(f"{fact.gate}  {fact.name}")
        self.body.addWidget(StatusWord(fact.tone, fact.word))
        self.body.addWidget(Words(fact.reason, "secondary"))
        self.body.addStretch(1)
        self.setAccessibleName(f"Gate {fact.gate}: {fact.name}. {fact.word}. {fact.reason}")


class NextCard(Card):
    """What to do next: one bold act with the page's main button, and grey lines for what comes then."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("What to do next")
        self._desk = desk
        self._act: NextAct | None = None
        self._what = Words("", "section")
        self._why = Words("")
        self.button = Button("", role="main")
        self.button.clicked.connect(self.do_it)
        self._minutes = Words("", "secondary", wrap=False)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.button)
        row.addWidget(self._minutes)
        row.addStretch(1)
        self._then = [Words("", "secondary") for _ in range(2)]
        for widget in (self._what, self._why):
            self.body.addWidget(widget)
        self.body.addSpacing(4)
        self.body.addLayout(row)
        self.body.addSpacing(4)
        for words in self._then:
            self.body.addWidget(words)
        self.body.addStretch(1)

    def say(self, acts: tuple[NextAct, ...], *, busy: bool) -> None:
        """Show the first act and the two after it."""
        if busy and acts and acts[0].place is None:
            acts = (BEING_COPIED, *acts[1:])
        self._act = acts[0] if acts else None
        for words, act in zip(self._then, (*acts[1:3], None, None), strict=False):
            words.setVisible(act is not None)
            words.setText(f"Then: {act.title}" if act is not None else "")
        if self._act is None:
            self._what.setText("Nothing needs you today.")
            self._why.setText("The next copy will tell if that changes.")
        else:
            self._what.setText(self._act.title)
            self._why.setText(self._act.why)
            self.button.setText(self._act.button)
            self._minutes.setText(f"about {self._act.minutes} minutes")
        doing = self._act is None or not self._act.button
        enable(self.button, not doing)  # before it is hidden: Qt would give its focus to a button further down
        self.button.setVisible(not doing)
        self._minutes.setVisible(not doing)

    def do_it(self) -> None:
        """Go where the act is done."""
        if self._act is None or not self.button.isEnabled():
            return
        if self._act.place is None:
            self._desk.copy_now()
        else:
            self._desk.go(self._act.place, self._act.wanted)


PRACTICE_CLOCK = "The practice club has a clock of its own: an hour there takes a minute, and its day is not today."


class CopiesCard(Card):
    """How old both copies are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Copies")
        self._lines: list[tuple[Words, StatusWord, Words]] = []
        for _ in range(2):
            line = (Words("", "strong"), StatusWord(Tone.UNMEASURED, "Not copied yet"), Words("", "secondary"))
            for widget in line:
                self.body.addWidget(widget)
            self._lines.append(line)
        self.clock = Words(PRACTICE_CLOCK, "secondary")
        self.clock.setVisible(desk.club.practice and not desk.club.reads)  # a copy to practise on keeps real time
        self.button = Button("Copy now", icon="refresh-cw", tip="F5")
        self.button.does(desk.copy_now)
        self.body.addSpacing(4)
        self.body.addWidget(self.clock)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def say(self, sides: tuple[SideCopy, SideCopy], *, busy: bool) -> None:
        """Show both ages."""
        for (name, status, words), side in zip(self._lines, sides, strict=True):
            name.setText(side.name)
            status.say(Tone.WAY if busy else side.tone, busy_word(side) if busy else side.state)
            stopped = side.tone is Tone.PROBLEM  # why stands in the red card above
            words.setText(busy_sentence(side) if busy or stopped else side.sentence)
        enable(self.button, not busy)


class ReturnCard(Card):
    """The return period: its day and end, what going back costs, what is open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Return period")
        self.answer = Words("", "section")
        self.state = StatusWord(Tone.UNMEASURED, "")
        self._lines = Flow(300, spacing=4, most=1)
        self.button = Button("Look at Go back", icon="arrow-right")
        self.button.does(lambda: desk.go(Place.BACK))
        for widget in (self.answer, self.state, self._lines):
            self.body.addWidget(widget)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, facts: ReturnFacts) -> None:
        """Show it."""
        self.answer.setText(facts.answer)
        self.state.say(facts.tone, facts.word)
        self._lines.show_items([Words(line) for line in facts.lines])


class Overview(PageScreen):
    """The first page of every day."""

    title = "Overview"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._problem = Notice()
        self._problem.offer("Copy now", desk.copy_now)
        self._problem.offer("Look at Copies", lambda: desk.go(Place.COPIES))
        self._heading = Answer("Verdict")
        self._earliest = Words("")
        self._counting = Words("", "secondary")
        self.timeline = Timeline()
        self.timeline.clicked.connect(lambda: desk.go(Place.READY, "phases"))
        self.returning = ReturnCard(desk)
        self.returning.hide()
        self._found: Returning | None = None
        self._facts: OverviewFacts | None = None
        self._gates = Flow(165, most=5)
        self._shown: tuple[GateFact, ...] = ()
        self._next = NextCard(desk)
        self._copies = CopiesCard(desk)
        both = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addWidget(self._next, 2)
        self._row.addWidget(self._copies, 1)
        for widget in (
            self._problem,
            self._heading,
            self._earliest,
            self.returning,
            self._gates,
            both,
            self.timeline,
            self._counting,
        ):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        """The answer is the first thing seen, wherever the page was left."""
        super().showEvent(event)
        self._scroll.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Read figures and show them."""
        club = self.desk.club
        with club.read() as conn:
            fresh = read_freshness(conn, club.now(), club.zone)
            outline = read_outline(conn, to_instant(club.now()), club.zone, self.desk.causes)
        missing = tuple(SIDE_LABELS[side] for side in Side if club.account(side) is None)
        facts = overview(
            fresh,
            outline,
            self.desk.judged,
            sheet_safe=club.sheet_safe(),
            week=club.week(),
            missing=missing,
            missed="" if club.practice else club.planning.missed(),
        )
        self._show(facts, fresh)
        self.desk.jobs.act(club.switching.returning, succeeded=self._returned)

    def _returned(self, found: Returning | None) -> None:
        """The return period is looked at on the worker: it reads every change since the switch."""
        self._found = found
        facts = None if found is None else return_facts(found)
        self._in_charge()
        if (facts is None) != self.returning.isHidden():
            # it moves what has the focus, or had it; the page follows that, and the answer must be seen itself
            QTimer.singleShot(0, self, self._to_the_top)
        self.returning.setVisible(facts is not None)
        if facts is not None:
            self.returning.say(facts)

    def _to_the_top(self) -> None:
        if self.isAncestorOf(QApplication.focusWidget() or self):  # the page keeps what has the focus in sight
            self.focus_first()
        self._scroll.verticalScrollBar().setValue(0)

    def _in_charge(self) -> None:
        """After the switch the answer is who is in charge, not how ready the club is; after a return it is again."""
        switched = self._found is not None and self._found.period is not None
        if switched:
            self._heading.say("ClubOS is in charge.", "What still changes in Wild Apricot is looked at every day.")
        elif self._facts is not None:
            self._heading.say(self._facts.answer, self._facts.why)
        self._earliest.setVisible(bool(self._earliest.text()) and not switched)

    def _show(self, facts: OverviewFacts, fresh: Freshness) -> None:
        busy = self.desk.jobs.busy
        self._facts = facts
        self._earliest.setText(self.desk.earliest if fresh.oldest is not None else "")
        self._in_charge()
        view = self.desk.view
        self.timeline.setVisible(view is not None)
        self._counting.setVisible(view is not None)
        if view is not None:
            self.timeline.show_spans(spans(view))
            self._counting.setText(counting(view))
        if facts.gates != self._shown:
            self._shown = facts.gates
            self._gates.show_items([GateCard(fact) for fact in facts.gates])
        self._next.say(with_motion(facts.acts, view), busy=busy)
        self._copies.say((fresh.wild_apricot, fresh.clubos), busy=busy)
        failed = fresh.failed and not busy
        self._problem.setVisible(bool(failed))
        if failed:
            self._problem.say("The last copy was not finished.", fresh.failed[0].reason)

    def focus_first(self) -> None:
        """Enter does the next act; after the switch it goes to the way back."""
        if not self.returning.isHidden():
            focus(self.returning.button, self)
            return
        focus(self._next.button, self)

    def fold(self, fold: Fold) -> None:
        """Below 900 pixels the cards stand below each other."""
        down = fold == Fold.ONE_COLUMN
        self.timeline.fold(down=down)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight)
