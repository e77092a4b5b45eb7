"""One difference: both values, where they come from, what it means, the decision, and what stands around it."""

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubos_desktop.model.differences import Difference, Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.findings import DECIDABLE, Finding
from clubos_desktop.model.records import Payment
from clubos_desktop.model.time import day_of, to_instant
from clubos_desktop.store import people
from ui.models import behind as words
from ui.models.behind import Behind, read_behind
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

STAYS = 200
"""Milliseconds after which somebody looks at a difference: what takes long is read of those alone."""

AS_SHOWN, AS_COMPARED = "As compared (C)", "As they say it (C)"


class DifferenceDetail(QWidget):
    """The detail beside the list."""

    decided = Signal(object)
    parted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.current: Finding | None = None
        self._behind: Behind | None = None
        self._compared = False
        self.setAccessibleName("The difference")
        self._scroll, self._column = scrolling_page()
        self._column.setContentsMargins(8, 4, 8, 8)
        self._column.setSpacing(12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._who = Words("", "section").selectable()
        self._field = Words("", "strong")
        self.sides = TwoSides()
        self.compared = Button(AS_SHOWN, role="quiet").does(self.toggle_compared)
        self._rule = Words("", "secondary")
        self.agreed = Words("", "secondary").selectable()
        self._status = StatusWord(Tone.WAY, "Seen once")
        self._seen = Words("", "secondary")
        self._means = Words("")
        self._detail = Words("", "secondary").selectable()
        self._decided = Words("", "strong").selectable()
        self.alike = Words("", "strong", tone="needs").selectable()
        self.pair = Button("Look at the pair", icon="arrow-right").does(self._go_to_pair)
        self.bar = DecisionBar()
        self.bar.pair.connect(self._go_to_pair)
        self.bar.decided.connect(self.decided)
        self.bar.asked.connect(lambda: QTimer.singleShot(0, self, self._show_asked))
        self._others = Words("", "secondary")
        self.context = Words("", "secondary").selectable()
        self.paid = Words("", "secondary").selectable()
        self._payments_soon = QTimer(self)
        self._payments_soon.setSingleShot(True)
        self._payments_soon.setInterval(STAYS)
        self._payments_soon.timeout.connect(self._ask_payments)
        self.history = Words("", "secondary").selectable()
        self._record = Button("See the whole record", icon="arrow-right")
        self._record.clicked.connect(self._go)
        self.part = Button("These are two: part them").does(self.parted.emit)
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._record)

    def _lay_out(self) -> None:
        status = QHBoxLayout()
        status.addWidget(self._status)
        status.addStretch(1)
        status.addWidget(self.compared)
        column = self._column
        for above in (self._who, self._field, self.sides, self._rule):
            column.addWidget(above)
        column.addLayout(status)
        for widget in (
            *(self.agreed, self._means, self.alike, self.pair, self._decided, self.bar),
            *(self._seen, self._detail, self._others, self.context, self.paid, self.history),
        ):
            column.addWidget(widget)
        for button in (self._record, self.part):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_finding(self, finding: Finding) -> None:
        """Show a difference with what is read beside it. A form that is filled in for it stays, with the news."""
        before, self.current = self.current, finding
        same = before is not None and before.difference.id == finding.difference.id
        if not same:
            self._scroll.verticalScrollBar().setValue(0)
        difference = finding.difference
        club = self.desk.club
        with club.read() as conn:
            self._behind = read_behind(conn, difference)
            names = people.names(conn)
            self.bar.people = [each.name for each in people.every(conn) if each.active]
        self.bar.today = QDate.fromString(day_of(to_instant(club.now()), club.zone), "yyyy-MM-dd")
        said = facts(difference, club.zone, club.now())
        self._who.setText(shorten(said.who, 200) or "(no name)")
        self._field.setText(f"{said.what}: {said.field}")
        self._status.say(standing_tone(finding), standing_word(finding))
        self._seen.setText("\n".join([said.seen, *words.sources(self._behind, club.zone, club.now())]))
        self._means.setText(said.means)
        self._say(self._detail, said.detail)
        self._say_sides()
        self._say(self.agreed, words.agreed_text(self._behind.agreed, club.zone, club.now()))
        self._say_decision(finding, names)
        self._say_around(self._behind)
        if before is None or words.payer(before.difference) != words.payer(difference):
            self._say(self.paid, "")
        self._payments_soon.start()
        self._say_alike(difference)
        self.bar.setVisible(difference.kind in DECIDABLE)
        paired = difference.legacy_id is not None and difference.clubos_id is not None
        self.part.setVisible(paired and difference.domain in (Domain.MEMBERS, Domain.EVENTS))
        writing = same and not self.bar.form.isHidden()
        self.bar.fit(finding, self._behind.agreed, keep_form=writing)
        if writing and before is not None and before.seen != finding.seen:
            self.bar.form.say_news(_news(difference))

    def _show_asked(self) -> None:
        for asked in (self.bar.form, self.bar.warning):
            if not asked.isHidden():
                self._scroll.ensureWidgetVisible(asked)

    def _say_alike(self, difference: Difference) -> None:
        """Whom a record that only one system has may be in the other."""
        alike = self._behind.alike if self._behind is not None else ()
        side = Side.LEGACY if difference.legacy_id is not None else Side.CLUBOS
        said = words.alike_text(alike[0], side) if alike else ""
        self._say(self.alike, said)
        self.pair.setVisible(bool(alike))
        self.bar.alike = said

    def _go_to_pair(self) -> None:
        if self._behind is not None and self._behind.alike:
            self.desk.go(Place.DIFFERENCES, self._behind.alike[0])

    def _say_sides(self) -> None:
        behind, finding = self._behind, self.current
        if behind is None or finding is None:
            return
        difference = finding.difference
        whole = difference.kind in (Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)
        left, right = behind.whole or (wild_apricot_text(difference), clubos_text(difference))
        if self._compared and behind.compared is not None:
            left, right = behind.compared
        self.sides.say(left, right, mark=not whole)
        self.compared.setText(AS_COMPARED if self._compared else AS_SHOWN)
        self.compared.setVisible(behind.compared is not None)
        self._say(self._rule, behind.rule if self._compared and behind.compared is not None else "")

    def to_top(self) -> None:
        """Show its beginning, also when it is laid out only now."""
        self._scroll.verticalScrollBar().setValue(0)
        QTimer.singleShot(0, self, self._still_at_top)

    def _still_at_top(self) -> None:
        if self.bar.form.isHidden() and self.bar.warning.isHidden():
            self._scroll.verticalScrollBar().setValue(0)

    def toggle_compared(self) -> None:
        """Both values as the systems say them, or in the form that is compared."""
        self._compared = not self._compared
        self._say_sides()

    def _say_around(self, behind: Behind) -> None:
        club = self.desk.club
        found = behind.detail.differences if behind.detail is not None else ()
        mine = self.current.difference.id if self.current is not None else 0
        rest = [
            f"{field_text(each)}: {shorten(wild_apricot_text(each), 60)} → {shorten(clubos_text(each), 60)}"
            for each in found
            if each.id != mine and each.kind not in (Kind.NOT_COMPARABLE, Kind.IGNORED)
        ]
        self._say(self._others, "\n".join(["Also different here:", *rest[:8]]) if rest else "")
        events = words.context_lines(behind, club.zone)
        self._say(self.context, "\n".join(["Registered:", *events]) if events else "")
        told = words.history_lines(behind, club.zone, club.now())
        self._say(self.history, "\n".join(["Decided before:", *told]) if told else "")

    def _ask_payments(self) -> None:
        """Have what the person paid read off the screen's thread."""
        member = None if self.current is None else words.payer(self.current.difference)
        if member is None or self.desk.closed:
            return
        club = self.desk.club

        def read() -> tuple[str, tuple[Payment, ...]]:
            with club.read() as conn:
                return member, words.read_payments(conn, member)

        self.desk.jobs.act(read, succeeded=self._say_payments)

    def _say_payments(self, found: tuple[str, tuple[Payment, ...]]) -> None:
        member, payments = found
        if self.current is not None and words.payer(self.current.difference) == member and not self.desk.closed:
            lines = words.payment_lines(payments, self.desk.club.zone)
            self._say(self.paid, "\n".join(["Paid:", *lines]) if lines else "")

    def _say_decision(self, finding: Finding, names: dict[str, str]) -> None:
        decision, club = finding.decision, self.desk.club
        text = ""
        if decision is not None:
            who = names.get(decision.by, decision.by).split(",")[0]
            text = decided_text(finding, moment(decision.at, club.zone, club.now()), who, names)
        self._say(self._decided, text)

    def _say(self, label: Words, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _go(self) -> None:
        if self.current is not None:
            shown = self.current.difference
            self.desk.go(Place.RECORDS, (shown.domain, shown.legacy_id, shown.clubos_id))


def _news(difference: Difference) -> str:
    left, right = shorten(wild_apricot_text(difference), 80), shorten(clubos_text(difference), 80)
    return f"It changed while you were writing. Wild Apricot now says: {left}. ClubOS now says: {right}."
