"""Records: what does each system say about this person or event."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clubos_desktop.errors import ClubOSError
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.store import views
from clubos_desktop.store.views import RecordRow
from ui.models import record_words as words
from ui.models.record_columns import columns
from ui.models.record_words import SEGMENT_DOMAINS, Segment
from ui.models.rows import Chunk, RowsModel
from ui.places import Fold, Place
from ui.screens.base import MARGIN, Desk, Screen
from ui.screens.record_detail import RecordPane
from ui.screens.showing_around import ShowAround
from ui.tokens import px
from ui.widgets.cards import Card, Empty, Notice
from ui.widgets.list_detail import ListDetail
from ui.widgets.search import Search
from ui.widgets.segments import Segments
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Answer
from ui.words import count, shorten

PAGE = 100
TYPING = 0
"""Milliseconds after a key before the list is read anew: letters that wait already are one search."""


MORE = {
    Segment.EVENTS: ("Times of events in both systems", Place.TIMES),
    Segment.REGISTRATIONS: ("Why registrations are missing", Place.MISSING),
    Segment.MONEY: ("Money to the last cent", Place.MONEY),
}
"""The page that each list leads to, by what the button says."""

HINTS = {
    Segment.MEMBERS: "Name or e-mail",
    Segment.EVENTS: "Name of the event",
    Segment.REGISTRATIONS: "Name or event",
    Segment.MONEY: "Number or name",
}
"""What the search field asks for."""

LONG_NAMES = (Domain.EVENTS, Domain.REGISTRATIONS)
"""Their names go on in a second line: in one they ended before what tells them apart."""


class Records(Screen):
    """One row a pair; the detail has both sides' fields."""

    title = "Records"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._domain = Domain.MEMBERS
        self._both = True
        self._heading = Answer("Data")
        self._problem = Notice()
        self._problem.hide()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING)
        self._typing.timeout.connect(self._load)
        self.field = Search("Search records", HINTS[Segment.MEMBERS], self._into_list)
        self.field.textChanged.connect(lambda _text: self._typing.start())
        self.segments = Segments(list(Segment), "What the list shows")
        self.segments.chosen.connect(lambda text: self.show_domain(SEGMENT_DOMAINS[Segment(text)][0]))
        self.kinds = Segments(
            [DOMAIN_LABELS[each] for each in SEGMENT_DOMAINS[Segment.MONEY]], "Kind of money", "filter"
        )
        labels = {DOMAIN_LABELS[each]: each for each in SEGMENT_DOMAINS[Segment.MONEY]}
        self.kinds.chosen.connect(lambda text: self.show_domain(labels[text]))
        self.more = Button("", role="quiet", icon="arrow-right")
        self.more.does(lambda: self.desk.go(MORE[self._segment()][1]))
        self.around = ShowAround(desk, self._failed)
        self._build_list()
        self.pane = RecordPane(desk)
        self.split = ListDetail(self._left, self.pane)
        self.split.closed.connect(self._into_list)
        self.split.stepped.connect(self._step)
        self.split.replaced.connect(self._give_room)
        self._arrange()
        self.show_domain(Domain.MEMBERS, read=False)

    def _build_list(self) -> None:
        self._box = Card()
        self._box.body.setContentsMargins(8, 8, 8, 8)
        self.table: Table | None = None
        self._empty = Empty("search")
        self._empty.button.clicked.connect(self._fill)
        self._left = QStackedWidget()
        self._left.addWidget(self._box)
        self._left.addWidget(self._empty)

    def _arrange(self) -> None:
        row = self._across = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.field, 1)
        row.addWidget(self.segments)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(MARGIN), px(MARGIN), px(MARGIN), px(MARGIN))
        column.setSpacing(16)
        self._tools = QWidget()
        self._tools.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._heading, self._problem, self._tools):
            column.addWidget(widget)
        self._below = QWidget()
        beside = self._beside = QHBoxLayout(self._below)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.kinds)
        beside.addStretch(1)
        column.addWidget(self._below)
        column.addWidget(self.split, 1)
        self._seat()

    def _seat(self) -> None:
        """The ways on stand beside the search where there is room, else below it."""
        wide = self._fold >= Fold.SIDE_BY_SIDE
        for widget in (self.more, self.around):
            (self._across if wide else self._beside).addWidget(widget)
        self._below.setVisible(not wide or not self.kinds.isHidden())

    # --- what is shown

    def show_domain(self, domain: Domain, *, read: bool = True) -> None:
        """Show members, events, registrations or a kind of money."""
        self._domain = domain
        segment = next(segment for segment, domains in SEGMENT_DOMAINS.items() if domain in domains)
        self.segments.choose(segment)
        self.field.setPlaceholderText(HINTS[segment])
        self.kinds.setVisible(segment is Segment.MONEY)
        self.more.setVisible(segment in MORE)
        self._seat()
        self.more.setText(MORE[segment][0] if segment in MORE else "")
        if segment is Segment.MONEY:
            self.kinds.choose(DOMAIN_LABELS[domain])
        zone = self.desk.club.zone
        model = RowsModel(columns(domain, zone, lambda: self._both), self)
        old, self.table = self.table, Table(model, DOMAIN_LABELS[domain], tall=domain in LONG_NAMES)
        if old is not None:
            self._box.body.removeWidget(old)
            old.hide()
            old.rows.deleteLater()
            old.deleteLater()
        self._box.body.addWidget(self.table)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        self.table.fold(self._fold)
        self.split.close_detail()
        self.pane.clear()
        if read:
            self._stale = False
            self._load()

    def _segment(self) -> Segment:
        return next(segment for segment, domains in SEGMENT_DOMAINS.items() if self._domain in domains)

    def refresh(self) -> None:
        """Read again, and keep the place."""
        row = self._row()
        self._load()
        if row is not None:
            self.want((row.domain, row.legacy_id, row.clubos_id))

    def _load(self) -> None:
        table = self._table()
        try:
            with self.desk.club.read() as conn:
                self._both = words.both_copied(conn, self._domain)
                said = words.heading(conn, self._domain)
                copied = bool(views.totals(conn))
            table.rows.load(self._fetch)
        except ClubOSError as error:
            self._failed(error)
            return
        self._problem.hide()
        self._heading.say(said.answer, said.why) if copied else self._heading.say("Nothing copied yet.")
        found = table.rows.rowCount() > 0
        self._say_found(table, said.answer)
        self.split.blank(blank=not found)
        self._left.setCurrentWidget(self._box if found else self._empty)
        if found:
            table.select_row(0)
        else:
            self.pane.clear()
            self._say_empty(copied=copied)
        self._tools.setEnabled(copied)
        self.around.setEnabled(copied)

    def _failed(self, error: Exception) -> None:
        self._problem.say_error(error)
        self._problem.show()

    def _say_found(self, table: Table, whole: str) -> None:
        """While something is searched for the heading counts what was found; the whole stands below it."""
        text = self.field.text().strip()
        if text:
            n = table.rows.rowCount()
            more = "More than " if table.rows.canFetchMore(table.rootIndex()) else ""
            found = f"{more}{count(n, 'match', 'matches')} for “{shorten(text, 40)}”."
            self._heading.say(found[:1].upper() + found[1:], f"Of all: {whole[:1].lower()}{whole[1:]}")

    def _give_room(self, replaced: bool) -> None:
        """In a narrow window the detail has the whole page."""
        self._heading.setVisible(not replaced)
        self.around.setVisible(not replaced)
        self._tools.setVisible(not replaced)
        money = self._domain in SEGMENT_DOMAINS[Segment.MONEY]
        self.kinds.setVisible(money and not replaced)
        self.more.setVisible(self._segment() in MORE and not replaced)
        self._seat()

    def _fetch(self, after: object | None) -> Chunk[RecordRow]:
        place = after if isinstance(after, tuple) else None
        with self.desk.club.read() as conn:
            page = views.records(conn, self._domain, search=self.field.text().strip(), after=place, limit=PAGE)
        return Chunk(page.rows, page.next)

    def _say_empty(self, *, copied: bool) -> None:
        if not copied:
            self._empty.say(
                "Nothing copied yet.",
                "Copying only reads; nothing is changed in Wild Apricot or in ClubOS.",
                "" if self.desk.jobs.busy else "Make the first copy",
                icon="refresh-cw",
            )
            return
        text = self.field.text().strip()
        if not text:
            what = DOMAIN_LABELS[self._domain].lower()
            self._empty.say(f"There are no {what}.", "The last copy found none in either system.", icon="circle-dashed")
            return
        from clubos_desktop.store.around import similar  # noqa: PLC0415  reached at the first search without a result

        with self.desk.club.read() as conn:
            likely = similar(conn, self._domain, text)
        self._similar = likely[0] if likely else ""
        self._empty.say(
            words.nobody(text, likely, self._domain),
            "",
            f"Show {likely[0]}" if likely else "Clear the search",
            icon="search",
        )

    def _fill(self) -> None:
        if self._empty.button.text() == "Make the first copy":
            self.desk.copy_now(everything=True)
        else:
            self.field.setText(self._similar)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    _similar = ""

    # --- moving about

    def _table(self) -> Table:
        if self.table is None:
            raise RuntimeError("the list is made in __init__")
        return self.table

    def _row(self) -> RecordRow | None:
        table = self._table()
        number = table.current_row()
        row: RecordRow | None = table.rows.row(number) if number >= 0 else None
        return row

    def _moved(self, number: int) -> None:
        table = self._table()
        if number < 0:
            return
        row: RecordRow = table.rows.row(number)
        self.split.say_position(number, table.rows.rowCount(), more=table.rows.canFetchMore(table.rootIndex()))
        with self.desk.club.read() as conn:
            detail = views.detail(conn, row.domain, legacy_id=row.legacy_id, clubos_id=row.clubos_id)
        if detail is not None:
            self.pane.show_detail(detail)

    def _opened(self, number: int) -> None:
        self._table().select_row(number)
        self.split.open_detail()
        if self.split.side_by_side:
            self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, by: int) -> None:
        table = self._table()
        if table.current_row() + by >= table.rows.rowCount():
            table.rows.fetchMore(table.rootIndex())
        table.select_row(table.current_row() + by)

    def _into_list(self) -> None:
        table = self._table()
        if self._left.currentWidget() is self._box:
            table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the window's wishes

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed last is read when the place is shown again."""
        super().hideEvent(event)
        if self._typing.isActive():
            self._typing.stop()
            self._stale = True

    def want(self, wanted: object) -> None:
        """Show a record: (domain, legacy id, ClubOS id); or a domain."""
        if isinstance(wanted, Domain):
            self.show_domain(wanted)
        if not isinstance(wanted, tuple) or len(wanted) != 3:
            return
        domain, legacy_id, clubos_id = wanted
        if domain is not self._domain:
            self.show_domain(domain)
        table = self._table()
        for number in range(table.rows.rowCount()):
            row: RecordRow = table.rows.row(number)
            if (row.legacy_id, row.clubos_id) == (legacy_id, clubos_id):
                table.select_row(number)
                self.split.open_detail()
                return
        with self.desk.club.read() as conn:
            detail = views.detail(conn, domain, legacy_id=legacy_id, clubos_id=clubos_id)
        if detail is not None:
            self.pane.show_detail(detail)
            self.split.open_detail()

    def focus_first(self) -> None:
        """The search takes the focus."""
        if self._tools.isEnabled():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.selectAll()
        else:
            self._empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        """Ctrl+F."""
        self.split.close_detail()
        self.focus_first()

    def back(self) -> bool:
        """Esc: from the detail to the list, then clear the search."""
        if self.split.close_detail():
            return True
        if self.field.text():
            self.field.clear()
            return True
        return False

    _fold = Fold.SIDE_BY_SIDE

    def fold(self, fold: Fold) -> None:
        """Follow the room there is."""
        self._fold = fold
        self._seat()
        self.split.fold(fold)
        self._table().fold(fold)
