"""One difference: both values, when it was seen, what it means, the decision, and what else differs there."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubos_desktop.model.differences import Kind
from clubos_desktop.model.findings import DECIDABLE, Finding
from clubos_desktop.store import people, views
from ui.models.differing import clubos_text, facts, field_text, wild_apricot_text
from ui.models.settling import decided_text, standing_tone, standing_word
from ui.places import Place
from ui.screens.base import Desk, scrolling_page
from ui.screens.deciding import DecisionBar
from ui.tone import Tone
from ui.widgets.sides import TwoSides
from ui.widgets.symbol import Button
from ui.widgets.text import StatusWord, Words
from ui.words import moment, shorten


class DifferenceDetail(QWidget):
    """The detail beside the list."""

    decided = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.current: Finding | None = None
        self.setAccessibleName("The difference")
        scroll, column = scrolling_page()
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._who = Words("", "section")
        self._field = Words("", "strong")
        self._sides = TwoSides()
        self._status = StatusWord(Tone.WAY, "Seen once")
        self._seen = Words("", "secondary")
        self._means = Words("")
        self._detail = Words("", "secondary").selectable()
        self._decided = Words("", "strong")
        self.bar = DecisionBar()
        self.bar.decided.connect(self.decided)
        self.bar.asked.connect(lambda: QTimer.singleShot(0, self, partial(scroll.ensureWidgetVisible, self.bar.form)))
        self._others = Words("", "secondary")
        self._record = Button("See the whole record", icon="arrow-right")
        self._record.clicked.connect(self._go)
        for widget in (
            self._who,
            self._field,
            self._sides,
            self._status,
            self._means,
            self._decided,
            self.bar,
            self._seen,
            self._detail,
            self._others,
        ):
            column.addWidget(widget)
        column.addWidget(self._record, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._record)

    def show_finding(self, finding: Finding) -> None:
        """Show a difference; what else differs at the same record is read with it."""
        self.current = finding
        difference = finding.difference
        club = self.desk.club
        said = facts(difference, club.zone, club.now())
        with club.read() as conn:
            others = views.differences_of(
                conn, difference.domain, legacy_id=difference.legacy_id, clubos_id=difference.clubos_id
            )
            names = people.names(conn) if finding.decision is not None else {}
        self._who.setText(shorten(said.who, 200) or "(no name)")
        self._field.setText(f"{said.what}: {said.field}")
        whole = difference.kind in (Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)
        self._sides.say(said.wild_apricot, said.clubos, mark=not whole)
        self._status.say(standing_tone(finding), standing_word(finding))
        self._seen.setText(said.seen)
        self._means.setText(said.means)
        self._detail.setText(said.detail)
        self._detail.setVisible(bool(said.detail))
        self._say_decision(finding, names)
        self.bar.setVisible(difference.kind in DECIDABLE)
        self.bar.fit(finding)
        rest = [
            f"{field_text(each)}: {shorten(wild_apricot_text(each), 60)} → {shorten(clubos_text(each), 60)}"
            for each in others
            if each.id != difference.id and each.kind not in (Kind.NOT_COMPARABLE, Kind.IGNORED)
        ]
        self._others.setText("Also different here:\n" + "\n".join(rest[:8]))
        self._others.setVisible(bool(rest))

    def _say_decision(self, finding: Finding, names: dict[str, str]) -> None:
        decision, club = finding.decision, self.desk.club
        text = ""
        if decision is not None:
            who = names.get(decision.by, decision.by).split(",")[0]
            text = decided_text(finding, moment(decision.at, club.zone, club.now()), who)
        self._decided.setText(text)
        self._decided.setVisible(bool(text))

    def _go(self) -> None:
        if self.current is not None:
            shown = self.current.difference
            self.desk.go(Place.RECORDS, (shown.domain, shown.legacy_id, shown.clubos_id))
