"""Support tickets by day after the switch, as a list that fills itself."""

from clubos_desktop.model.time import spell
from clubos_desktop.verification.lists.sheet import Column, Row, Sheet, View
from clubos_desktop.verification.registers import tickets


def _rows(view: View) -> tuple[Row, ...]:
    return tuple(_row(each) for each in reversed(tickets.by_day(view.known)))


def _row(each: tickets.Asked) -> Row:
    cells = {
        "day": spell(each.day),
        "tickets": str(each.n) if each.n else "none entered",
        "clubos": str(each.clubos),
        "legacy": str(each.legacy),
        "open": str(each.open),
    }
    tone = "problem" if each.legacy else "needs" if each.open else "good" if each.n else "unmeasured"
    return Row(each.day, cells, tone)


ASKED = Sheet(
    "asked",
    "Tickets by day",
    "Made from the list “Support tickets”, by the day on which each came, and where it was solved. A day "
    "without any says only that none was entered.",
    (
        Column("day", "Day", 160),
        Column("tickets", "Tickets", stretch=1),
        Column("clubos", "In ClubOS", 100, number=True),
        Column("legacy", "In Wild Apricot", 135, number=True),
        Column("open", "Open", 75, number=True),
    ),
    _rows,
    lambda view, _rows: tickets.head(tickets.by_day(view.known)),
    empty=tickets.NOT_YET,
)
