"""The list behind a number: differences by the page, one of them in detail, and with much room its whole record."""

from collections import deque
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubos_desktop.findings import reading
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.findings import Choice, Finding, Ruling
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import views
from ui.models.listing import BY_COLUMN, COLUMNS, Row, rows_of
from ui.models.rows import Chunk, RowsModel
from ui.models.settling import way_of
from ui.places import Fold
from ui.screens.alike import SettleAlike
from ui.screens.base import Desk
from ui.screens.difference import DifferenceDetail
from ui.screens.difference_tools import ListTools
from ui.screens.record_detail import RecordPane
from ui.tokens import px, scale
from ui.widgets.cards import Card
from ui.widgets.list_detail import DETAIL, ListDetail
from ui.widgets.table import Table
from ui.widgets.text import Words

PAGE = 100
TYPING = 0
"""Milliseconds after the last letter before the list is searched: letters that wait already are one search."""

LOW = 460
"""Height at 100 % text below which the offer to settle many takes the place of filters, order and files."""

RECORD = 400
"""Width of the third column, from 1600 pixels on."""


class DifferenceList(QWidget):
    """A filter's differences. ``left`` asks for the way back to the causes."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._wanted = FindingFilter()
        self._title = ""
        self.total = 0
        self.tools = ListTools(desk, self.into_list)
        self.rows: RowsModel[Row] = RowsModel(COLUMNS, self)
        self.table = Table(self.rows, "Differences")
        self.table.let_sort(range(len(BY_COLUMN)))
        self.detail = DifferenceDetail(desk)
        self._record = RecordPane(desk)
        self.alike = SettleAlike(desk)
        self.empty = Words("Nothing stands here now. Choose something else above, or go back to all causes.", "strong")
        self.empty.setContentsMargins(px(8), px(8), px(8), px(8))
        self.empty.hide()
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(self.alike)  # beside the detail: what is offered moves no button of a decision
        below.addWidget(self.empty)
        below.addWidget(self.table, 1)
        self.split = ListDetail(left, self.detail, wide=DETAIL)
        self.split.closed.connect(self.into_list)
        self.split.stepped.connect(self._step)
        self.split.replaced.connect(self._replace)
        self.table.moved.connect(self._show_row)
        self.table.opened.connect(self._open_row)
        self.table.letter.connect(self._letter)
        self.table.sort_asked.connect(self._sort)
        self.detail.decided.connect(self._decide)
        self.detail.parted.connect(self._part)
        self._replaced = False
        self._pending: deque[tuple[Finding, Ruling]] = deque()
        self.alike.installEventFilter(self)
        self.search = self.tools.search
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING)
        self._typing.timeout.connect(self.load)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.textChanged.connect(lambda _text: self.alike.hide())  # it spoke of what was listed before
        self.tools.changed.connect(self._narrowed)
        self.tools.back.connect(self.left)
        self.tools.settle_all.connect(lambda way: self.alike.begin(self.wanted(), way, self.total))
        self._lay_out()

    def _lay_out(self) -> None:
        card = Card()
        card.body.setContentsMargins(8, 8, 8, 8)
        card.body.addWidget(self.split)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(card, 1)
        across.addWidget(self._record)
        self._record.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tools)
        column.addLayout(across, 1)

    def show_filter(self, wanted: FindingFilter, title: str, *, cause: str = "", saved: str = "") -> None:
        """Show other differences; a text in ``wanted`` goes into the search field.

        ``cause`` is the key of the cause whose list it is, ``saved`` the name under which it is kept.
        """
        self._wanted, self._title = wanted, title
        self.tools.show_filter(wanted, cause, saved)
        self._typing.stop()
        self.alike.hide()
        self.detail.current = None
        self.load()
        self.into_list()

    def retitle(self, title: str, wanted: FindingFilter) -> None:
        """The same cause under new words: its number has changed."""
        self._title, self._wanted = title, wanted

    def wanted(self) -> FindingFilter:
        """The filter with what was chosen and typed above the list."""
        return self.tools.wanted(self._wanted)

    def _narrowed(self) -> None:
        self.alike.hide()
        self.load()

    def _sort(self, column: int) -> None:
        self.tools.sort(BY_COLUMN[column])

    def _letter(self, key: str) -> None:
        """J and K go on and back, C shows what is compared; the rest decides."""
        if key in "jJ":
            self._step(1)
        elif key in "kK":
            self._step(-1)
        elif key in "cC":
            self.detail.toggle_compared()
        elif not self.detail.bar.would_ask(key) or self.split.side_by_side:
            self.detail.bar.press(key)
        else:  # what is asked stands in the detail, which a narrow window does not show
            self._open_row(self.table.current_row())
            self.detail.bar.press(key)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed last is not read behind a hidden page, nor after the club was closed."""
        super().hideEvent(event)
        self._typing.stop()

    def load(self) -> None:
        """Read the first page; the row that was shown stays chosen if it still stands, else the one in its place."""
        wanted = self.wanted()
        kept, place = self.detail.current, max(0, self.table.current_row())
        self.rows.load(partial(self._page, wanted))
        order = wanted.differences.order
        self.table.show_sorted(
            BY_COLUMN.index(order) if order in BY_COLUMN else None, descending=wanted.differences.descending
        )
        self.tools.say(self._title, self.total, wanted, more=self.more)
        self.split.blank(blank=self.rows.rowCount() == 0)
        self.empty.setVisible(self.rows.rowCount() == 0)
        self.table.select_row(0 if kept is None else self._place_of(kept, place))

    def _page(self, wanted: FindingFilter, after: object | None) -> Chunk[Row]:
        club = self._desk.club
        at = to_instant(club.now())
        with club.read() as conn:
            page = reading.page(
                conn, at, wanted, after=after if isinstance(after, int) else None, limit=PAGE, exact=False
            )
        read = 0 if after is None else self.rows.rowCount()
        self.total, self.more = max(page.total, read + len(page.rows)), page.more
        last = None if after is None or not read else self.rows.row(read - 1).finding
        return Chunk(rows_of(page.rows, wanted.differences.order, last), page.next)

    def _all(self) -> int:
        """How many the list has, counted to the end."""
        if not self.more:
            return self.total
        with self._desk.club.read() as conn:
            return reading.page(conn, to_instant(self._desk.club.now()), self.wanted(), limit=1).total

    def _place_of(self, kept: Finding, place: int) -> int:
        for row in range(self.rows.rowCount()):
            if self.rows.row(row).finding.difference.id == kept.difference.id:
                return row
        return min(place, self.rows.rowCount() - 1)

    # --- deciding

    def _decide(self, ruling: Ruling) -> None:
        finding = self.detail.current
        if finding is None or any(finding.difference.id == each.difference.id for each, _ in self._pending):
            return
        self._send(finding, ruling)

    def _send(self, finding: Finding, ruling: Ruling) -> None:
        self._pending.append((finding, ruling))
        work = partial(self._desk.club.deciding.decide, {finding.difference.id: finding.seen}, ruling)
        self._desk.jobs.act(work, succeeded=self._decided, failed=self._not_decided)

    def _decided(self, batch: int) -> None:
        finding, ruling = self._pending.popleft()  # acts end in the order in which they were asked for
        again = partial(self._send, finding, ruling)
        way = way_of(ruling.choice)
        what = f"{way.label}, {finding.difference.who}"
        self._desk.say(way.done, partial(self._undo, batch), again=again, what=what)
        self._desk.outdate()
        if self._of_cause() and ruling.choice not in (Choice.NOTE, Choice.UNDECIDED):
            self.alike.propose(self.wanted(), ruling, self._all())
        self.into_list()

    def _of_cause(self) -> bool:
        return self._wanted.ids is not None or self._wanted.differences.field is not None

    def _not_decided(self, error: Exception) -> None:
        finding, ruling = self._pending.popleft()
        self._say_failed(error)
        shown = self.detail.current
        if way_of(ruling.choice).asks and shown is not None and shown.difference.id == finding.difference.id:
            self.detail.bar.ask_again(getattr(error, "sentence", "That could not be done."))

    def _say_failed(self, error: Exception) -> None:
        self._desk.say(getattr(error, "sentence", "That could not be done. Nothing was changed."))
        self.load()

    def _part(self) -> None:
        if self.detail.current is not None:
            row = self.detail.current.difference
            work = partial(self._desk.club.deciding.part, row.domain, row.legacy_id or "", row.clubos_id or "")
            self._desk.jobs.act(work, succeeded=self._parted, failed=self._say_failed)

    def _parted(self, batch: int) -> None:
        self._desk.say(
            "They are two records now, each alone.", partial(self._undo_parting, batch), what="Two records parted"
        )
        self._desk.outdate()

    def _undo_parting(self, batch: int) -> None:
        work = partial(self._desk.club.deciding.undo_pairing, batch)
        self._desk.jobs.act(work, succeeded=self._undone, failed=self._say_failed)

    def _undo(self, batch: int) -> None:
        work = partial(self._desk.club.deciding.undo, batch)
        self._desk.jobs.act(work, succeeded=self._undone, failed=self._say_failed)

    def _undone(self, _nothing: None) -> None:
        self.alike.hide()
        self._desk.outdate()

    def _show_row(self, row: int) -> None:
        if not 0 <= row < self.rows.rowCount():
            return
        finding = self.rows.row(row).finding
        shown = finding.difference
        self.detail.show_finding(finding)
        self.split.say_position(row, self.total, more=self.more)
        if not self._record.isHidden():
            with self._desk.club.read() as conn:
                found = views.detail(conn, shown.domain, legacy_id=shown.legacy_id, clubos_id=shown.clubos_id)
            if found is None:
                self._record.clear()
            else:
                self._record.show_detail(found)

    def _open_row(self, row: int) -> None:
        self._show_row(row)
        self.split.open_detail()
        self.detail.to_top()
        if self.split.side_by_side:
            self.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The offer to settle many comes and goes: what stands above the list makes room for it."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._make_room()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Low windows give their room to the list."""
        super().resizeEvent(event)
        self._make_room()

    def _replace(self, replaced: bool) -> None:
        self._replaced = replaced
        self._make_room()

    def _make_room(self) -> None:
        self.tools.setVisible(not self._replaced)
        self.tools.shorten(not self.alike.isHidden() and self.height() < LOW * scale())

    def begin_search(self) -> None:
        """The search field takes the focus; an offer gives it the room."""
        self.alike.hide()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def into_list(self) -> None:
        """The list takes the focus."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, by: int) -> None:
        row = self.table.current_row() + by
        if row >= self.rows.rowCount():
            self.rows.fetchMore(self.table.rootIndex())
        self.table.select_row(row)

    def fold(self, fold: Fold) -> None:
        """Detail beside the list or in its place; with much room the record too."""
        self.split.fold(fold)
        self.table.fold(fold)
        self._record.setFixedWidth(px(RECORD))
        wide = fold == Fold.THREE_COLUMNS
        if wide == self._record.isHidden():
            self._record.setVisible(wide)
            self._show_row(self.table.current_row())
