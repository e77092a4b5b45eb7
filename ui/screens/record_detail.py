"""One record: its fields in two columns, where it is booked, and the small print."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import FINANCE, Domain, Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.store.around import Booking, bookings
from clubos_desktop.store.views import DifferenceFilter, RecordDetail, SuggestionRow
from ui.models import record_words as words
from ui.models.behind import alike_text, lone_alike
from ui.places import Place
from ui.screens.base import Desk, scrolling_page
from ui.widgets.cards import Card
from ui.widgets.record_fields import RecordFields
from ui.widgets.symbol import Button, LongButton
from ui.widgets.text import KeyValues, Words
from ui.words import count, moment


class RecordPane(Card):
    """The right side of Records."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._detail: RecordDetail | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("The chosen record")
        self.body.setContentsMargins(1, 1, 1, 1)
        self._none = Words("Choose a record in the list to see what each system says of it.", "secondary")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll, column = scrolling_page()
        column.setContentsMargins(15, 15, 15, 15)
        column.setSpacing(12)
        self.name = Words("", "section").selectable()
        self.sentence = Words("", "secondary")
        self.see = Button("", icon="git-compare")
        self.see.clicked.connect(self._see)
        self._alike: tuple[SuggestionRow, ...] = ()
        self.alike = Words("", "strong", tone="needs").selectable()
        self.pair = Button("Look at the pair", icon="arrow-right").does(self._go_to_pair)
        self.sides = RecordFields()
        self._bookings = Words("", "title")
        self._booked = QWidget()
        self._rows = QVBoxLayout(self._booked)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.more = Button("Details", role="quiet", icon="chevron-right")
        self.more.clicked.connect(self._toggle)
        self.small = KeyValues()
        self.small.hide()
        see = QHBoxLayout()
        see.addWidget(self.see)
        see.addStretch(1)
        small = QHBoxLayout()
        small.addWidget(self.more)
        small.addStretch(1)
        column.addWidget(self.name)
        column.addWidget(self.sentence)
        column.addLayout(see)
        column.addWidget(self.alike)
        column.addWidget(self.pair, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.sides)
        column.addWidget(self._bookings)
        column.addWidget(self._booked)
        column.addLayout(small)
        column.addWidget(self.small)
        column.addStretch(1)
        self.body.addWidget(self._none, 1)
        self.body.addWidget(self._scroll, 1)
        self.clear()

    def clear(self) -> None:
        """Nothing is chosen."""
        self._detail = None
        self._none.show()
        self._scroll.hide()

    def show_detail(self, detail: RecordDetail) -> None:
        """Show a record."""
        if self._detail is None or _keys(self._detail) != _keys(detail):
            self._scroll.verticalScrollBar().setValue(0)
        self._detail = detail
        zone = self._desk.club.zone
        either = detail.legacy or detail.clubos
        self.name.setText(either.title if either is not None else "")
        tone, sentence = words.standing(detail)
        self.sentence.setText(sentence)
        self.sentence.set_tone(tone or "")
        changed = [each for each in detail.differences if each.kind is Kind.CHANGED]
        self.see.setVisible(bool(changed) and detail.domain in (Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS))
        self.see.setText(f"See {count(len(changed), 'difference')}")
        self._say_alike(detail)
        self.sides.say([self._freshness(side, detail) for side in Side], words.lines(detail, zone))
        self._show_bookings(detail)
        self.small.say(self._small_print(detail))
        self._none.hide()
        self._scroll.show()

    def _say_alike(self, detail: RecordDetail) -> None:
        legacy, clubos = detail.legacy, detail.clubos
        with self._desk.club.read() as conn:
            self._alike = lone_alike(
                conn,
                detail.domain,
                legacy.key if legacy is not None else None,
                clubos.key if clubos is not None else None,
            )
        side = Side.LEGACY if legacy is not None else Side.CLUBOS
        self.alike.setText(alike_text(self._alike[0], side) if self._alike else "")
        for widget in (self.alike, self.pair):
            widget.setVisible(bool(self._alike))

    def _go_to_pair(self) -> None:
        if self._alike:
            self._desk.go(Place.DIFFERENCES, self._alike[0])

    def _freshness(self, side: Side, detail: RecordDetail) -> str:
        """When a side's record was changed there."""
        sighting = detail.legacy if side is Side.LEGACY else detail.clubos
        club = self._desk.club
        if sighting is None:
            return "shows no amounts" if detail.domain in FINANCE else "not here"
        if sighting.modified is not None:
            return f"changed {moment(sighting.modified, club.zone, club.now())}"
        return f"copied {moment(sighting.copied, club.zone, club.now())}" if sighting.copied is not None else ""

    def _show_bookings(self, detail: RecordDetail) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        found = self._read_bookings(detail)
        of_person = detail.domain is Domain.MEMBERS
        self._bookings.setVisible(bool(found))
        self._booked.setVisible(bool(found))
        what = "Registered for" if of_person else "Registered"
        self._bookings.setText(f"{what} ({len(found)}{' or more' if len(found) == BOOKINGS else ''})")
        queue = {} if of_person or len(found) == BOOKINGS else words.waiting(found)
        for booking in found:
            said = words.value(booking.record, "status", self._desk.club.zone).lower()
            place = f", number {queue[booking.key]} in the line" if booking.key in queue else ""
            button = LongButton(f"{booking.title or 'somebody who is not in the copy'}, {said}{place}")
            button.clicked.connect(partial(self._go, booking))
            line = QHBoxLayout()
            line.addWidget(button)
            line.addStretch(1)
            box = QWidget()
            line.setContentsMargins(0, 0, 0, 0)
            box.setLayout(line)
            self._rows.addWidget(box)

    def _read_bookings(self, detail: RecordDetail) -> tuple[Booking, ...]:
        if detail.domain not in (Domain.MEMBERS, Domain.EVENTS):
            return ()
        for side, sighting in ((Side.LEGACY, detail.legacy), (Side.CLUBOS, detail.clubos)):
            if sighting is not None:
                with self._desk.club.read() as conn:
                    return bookings(conn, side, detail.domain, sighting.key, limit=BOOKINGS)
        return ()

    def _go(self, booking: Booking) -> None:
        self._desk.go(Place.RECORDS, (Domain.REGISTRATIONS, booking.key, None))

    def _see(self) -> None:
        """Its differences, found by its number."""
        if self._detail is not None:
            key = next(each.key for each in (self._detail.legacy, self._detail.clubos) if each is not None)
            wanted = DifferenceFilter(domain=self._detail.domain, kinds=(Kind.CHANGED,), text=key)
            self._desk.go(Place.DIFFERENCES, wanted)

    def _toggle(self) -> None:
        shown = self.small.isHidden()
        self.small.setVisible(shown)
        self.more.show_icon("chevron-down" if shown else "chevron-right")

    def _small_print(self, detail: RecordDetail) -> dict[str, str]:
        said: dict[str, str] = {}
        for side, sighting in ((Side.LEGACY, detail.legacy), (Side.CLUBOS, detail.clubos)):
            if sighting is not None:
                said[f"Number in {SIDE_LABELS[side]}"] = sighting.key
                said[f"Copy from {SIDE_LABELS[side]}"] = f"run {sighting.run}"
        if detail.method:
            said["Brought together by"] = detail.method
        return said


BOOKINGS = 50


def _keys(detail: RecordDetail) -> tuple[Domain, str | None, str | None]:
    return (
        detail.domain,
        detail.legacy.key if detail.legacy else None,
        detail.clubos.key if detail.clubos else None,
    )
