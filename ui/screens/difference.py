"""One difference: both values, when it was seen, what it means, and what else differs there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubos_desktop.model.differences import Difference, Kind
from clubos_desktop.store import views
from ui.models.differing import clubos_text, facts, field_text, seen_text, seen_tone, wild_apricot_text
from ui.places import Place
from ui.screens.base import Desk, scrolling_page
from ui.tone import Tone
from ui.widgets.sides import TwoSides
from ui.widgets.symbol import Button
from ui.widgets.text import StatusWord, Words
from ui.words import shorten


class DifferenceDetail(QWidget):
    """The detail beside the list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.current: Difference | None = None
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
        self._others = Words("", "secondary")
        self._record = Button("See the whole record", icon="arrow-right")
        self._record.clicked.connect(self._go)
        for widget in (
            self._who,
            self._field,
            self._sides,
            self._status,
            self._seen,
            self._means,
            self._detail,
            self._others,
        ):
            column.addWidget(widget)
        column.addWidget(self._record, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._record)

    def show_difference(self, difference: Difference) -> None:
        """Show a difference; what else differs at the same record is read with it."""
        self.current = difference
        club = self.desk.club
        said = facts(difference, club.zone, club.now())
        self._who.setText(shorten(said.who, 200) or "(no name)")
        self._field.setText(f"{said.what}: {said.field}")
        whole = difference.kind in (Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)
        self._sides.say(said.wild_apricot, said.clubos, mark=not whole)
        self._status.say(seen_tone(difference), seen_text(difference))
        self._seen.setText(said.seen)
        self._means.setText(said.means)
        self._detail.setText(said.detail)
        self._detail.setVisible(bool(said.detail))
        with club.read() as conn:
            others = views.differences_of(
                conn, difference.domain, legacy_id=difference.legacy_id, clubos_id=difference.clubos_id
            )
        rest = [
            f"{field_text(each)}: {shorten(wild_apricot_text(each), 60)} → {shorten(clubos_text(each), 60)}"
            for each in others
            if each.id != difference.id and each.kind not in (Kind.NOT_COMPARABLE, Kind.IGNORED)
        ]
        self._others.setText("Also different here:\n" + "\n".join(rest[:8]))
        self._others.setVisible(bool(rest))

    def _go(self) -> None:
        if self.current is not None:
            shown = self.current
            self.desk.go(Place.RECORDS, (shown.domain, shown.legacy_id, shown.clubos_id))
