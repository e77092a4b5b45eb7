"""Found, seen twice and gone, week by week: a chart, and the same in a table."""

from datetime import timedelta

from clubos_desktop.findings import weekly
from clubos_desktop.findings.weekly import Week
from clubos_desktop.model.time import from_instant, spell, to_instant
from ui.models.rows import Column, RowsModel
from ui.places import Fold
from ui.screens.base import Desk, scrolling_page
from ui.screens.settling.page import Page
from ui.tone import Tone
from ui.widgets.bars import Bars, Group
from ui.widgets.cards import Card
from ui.widgets.table import Table
from ui.words import ago, count, number

SERIES = (("Found", Tone.NEEDS), ("Seen twice", Tone.WAY), ("Gone", Tone.GOOD))

COLUMNS: tuple[Column[Week], ...] = (
    Column("Week from", lambda row: spell(row.starts), stretch=2, strong=True),
    Column("Found", lambda row: number(row.found), stretch=1, number=True),
    Column("Seen twice", lambda row: number(row.confirmed), stretch=1, number=True),
    Column("Gone", lambda row: number(row.closed), stretch=1, number=True),
    Column("Open at its end", lambda row: number(row.open), stretch=1, number=True),
)


class Weeks(Page):
    """Each difference counts in the week in which it was first seen, seen twice, and gone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Found and gone, week by week")
        self.chart = Bars(SERIES)
        self._rows: RowsModel[Week] = RowsModel(COLUMNS, self)
        self.table = Table(self._rows, "Differences week by week")
        card = Card()
        card.body.addWidget(self.chart)
        below = Card()
        below.body.setContentsMargins(8, 8, 8, 8)
        below.body.addWidget(self.table)
        scroll, column = scrolling_page()
        column.setContentsMargins(0, 0, 4, 0)
        column.addWidget(card)
        column.addWidget(below)
        column.addStretch(1)
        self.column.addWidget(scroll, 1)

    def load(self) -> None:
        """Read the weeks."""
        club = self.desk.club
        at = to_instant(club.now())
        with club.read() as conn:
            found = weekly.weeks(conn, club.zone, at)
            maybe = weekly.oldest_maybe(conn)
        self.say(
            *_words(found, maybe is not None and _late(maybe, at), "" if maybe is None else ago(maybe, club.now()))
        )
        groups = [Group(_short(week.starts), (week.found, week.confirmed, week.closed)) for week in found]
        said = "; ".join(
            f"week from {spell(week.starts)}: {number(week.found)} found, {number(week.confirmed)} seen twice, "
            f"{number(week.closed)} settled by a copy"
            for week in found
        )
        self.chart.show_groups(groups, f"Differences week by week: {said}")
        self._rows.show_rows(tuple(reversed(found)))
        self.table.setFixedHeight(self.table.full_height())

    def fold(self, fold: Fold) -> None:
        """Heights follow the text."""
        self.table.fold(fold)
        self.table.setFixedHeight(self.table.full_height())

    def begin(self) -> None:
        """The table says what the chart shows."""
        self.table.setFocus()


def _late(maybe: str, at: str) -> bool:
    return from_instant(at) - from_instant(maybe) > timedelta(hours=weekly.MAYBE_HOURS)


def _short(starts: str) -> str:
    return " ".join(spell(starts).split()[:2])


def _words(found: tuple[Week, ...], late: bool, age: str) -> tuple[str, str]:
    if not found:
        return "No difference was found yet.", "Both systems are compared with each copy."
    now = found[-1]
    found_now, closed = count(now.found, "difference"), number(now.closed)
    title = f"{found_now} found this week, {closed} settled by a copy, {number(now.open)} open."
    if not age:
        return title, "All of them were seen in two copies."
    why = f"The oldest one that was seen only once was found {age}."
    return title, f"{why} That is more than {weekly.MAYBE_HOURS} hours: copy again." if late else why
