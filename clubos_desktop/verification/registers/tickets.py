"""Support tickets by day after the switch: how much members and volunteers ask (features.md S7.7). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from clubos_desktop.model.proofs import Ticket
from clubos_desktop.model.records import Day
from clubos_desktop.model.time import day_of, spell
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.known import Known, bodies
from clubos_desktop.verification.words import counted

NOT_YET = "Tickets are counted by day once ClubOS is in charge."


@dataclass(frozen=True, slots=True)
class Asked:
    """The tickets of one day of the club's calendar, by how each stands now. No ticket: none was entered."""

    day: Day
    clubos: int = 0
    legacy: int = 0
    open: int = 0

    @property
    def n(self) -> int:
        """All of them."""
        return self.clubos + self.legacy + self.open


def by_day(known: Known) -> tuple[Asked, ...]:
    """Every day from that of the switch to today, oldest first; () while Wild Apricot is in charge.

    A ticket counts on the day with which it was first entered, however late it ended; how it ended is as said last.
    """
    since = runbook.switched(known.kept)
    if since is None:
        return ()
    came: dict[str, Day] = {}
    solved: dict[str, str] = {}
    for entry, body in bodies(known.kept, "ticket", Ticket):
        came.setdefault(entry.item, body.day)
        solved[entry.item] = body.solved
    stands = [(day, solved[item]) for item, day in came.items()]
    first, last = (date.fromisoformat(day_of(at, known.zone)) for at in (since, known.at))
    days = ((first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1))
    return tuple(Asked(day, *(stands.count((day, how)) for how in ("clubos", "legacy", "open"))) for day in days)


def head(days: tuple[Asked, ...]) -> str:
    """Like "7 tickets since the switch, 2 today."."""
    n = sum(each.n for each in days)
    return f"{counted(n, 'ticket')} since the switch, {days[-1].n} today." if days else NOT_YET


def said(days: tuple[Asked, ...]) -> str:
    """Like "7 tickets since the switch, 2 today. Most on 2 Dec 2026: 4. No ticket was entered on 3 days."."""
    if not sum(each.n for each in days):
        return "No ticket was entered since the switch; that does not say that nobody asked."
    most = max(days, key=lambda each: each.n)
    empty = sum(not each.n for each in days)
    whole = f"{head(days)} Most on {spell(most.day)}: {most.n}."
    return f"{whole} No ticket was entered on {counted(empty, 'day')}." if empty else whole
