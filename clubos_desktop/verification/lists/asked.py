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
    "Made from the list “Support tickets”: each counts on the day on which it came, by the club's calendar. A day "
    "without any is one on which none was entered, and nobody knows whether somebody asked.",
    (
        Column("day", "Day", stretch=1),
        Column("tickets", "Tickets", 130),
        Column("clubos", "Solved in ClubOS", 160, number=True),
        Column("legacy", "Needed Wild Apricot", 180, number=True),
        Column("open", "Still open", 120, number=True),
    ),
    _rows,
    lambda view, _rows: tickets.said(tickets.by_day(view.known)),
    empty=tickets.NOT_YET,
)
