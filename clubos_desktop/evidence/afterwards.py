"""Paper after the switch: the weekly report of the return period."""

from clubos_desktop.cutover.grace import Period
from clubos_desktop.evidence.day import drawn
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.paper import LEFT, RIGHT, SECONDARY, Paper
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import wall
from clubos_desktop.verification.registers.afterwards import Issue, Week
from clubos_desktop.verification.words import counted

_WIDTH = RIGHT - LEFT


def weekly(club: str, zone: str, at: Instant, found: Period, week: Week, *, owner: str) -> bytes:
    """Where the return period stands, what going back would cost, what still changes, the issues with their ages."""
    flow = Flow(Paper(title=f"Week {week.number} after the switch: {club}", subject="ClubOS Desktop"))
    flow.heading(f"Week {week.number} after the switch", club)
    flow.paragraph(f"{wall(week.first, zone)} to {wall(week.last, zone)}.", ink=SECONDARY)
    clock = found.clock
    until = wall(clock.until, zone)
    if clock.over:
        flow.paragraph(f"The return period ended on {until}. Going back is not possible any more.", bold=True)
    else:
        flow.paragraph(f"Day {clock.number} of {clock.whole}. Going back is possible until {until}.", bold=True)
    flow.paragraph(f"{owner or 'Nobody'} minds the return period.", gap=2)
    if not clock.over:
        flow.paragraph(f"Going back now would mean typing again: {found.cost.said}.", gap=2)
        for each in found.cost.unread:
            flow.paragraph(f"Not counted: {each}", ink=SECONDARY, gap=2)
    _drift(flow, found, zone)
    for title, issues in (("Issues noted", week.noted), ("Issues solved", week.solved), ("Issues open", week.open)):
        flow.heading(f"{title}: {len(issues)}", fresh=False, level=1)
        if issues:
            flow.table(_ISSUES, [_issue(each, at, zone) for each in issues])
    return drawn(flow, club)


_ISSUES = (
    Column("What", 210, most=4),
    Column("Who minds it", 90),
    Column("Since", 120),
    Column("Age", _WIDTH - 420, most=3),
)


def _issue(each: Issue, at: Instant, zone: str) -> list[Cell]:
    days = counted(each.days(at), "day")
    age = f"solved after {days}: {each.how}" if each.closed else f"open for {days}"
    return [Cell(each.title), Cell(each.owner), Cell(wall(each.since, zone)), Cell(age)]


def _drift(flow: Flow, found: Period, zone: str) -> None:
    flow.heading(f"Still changed in Wild Apricot: {len(found.drifted)}", fresh=False, level=1)
    flow.paragraph(f"{len(found.unsettled)} are open, {found.unowned} have nobody who minds them.", gap=2)
    for first, last in found.holes:
        flow.paragraph(f"Nobody looked from {wall(first, zone)} to {wall(last, zone)}.", ink=SECONDARY, gap=2)
    if found.drifted:
        columns = (
            Column("What", 80),
            Column("Number", 100),
            Column("Who minds it", 120),
            Column("State", _WIDTH - 300),
        )
        rows = [[Cell(each.domain.value), Cell(each.key), Cell(each.owner), Cell(each.state)] for each in found.drifted]
        flow.table(columns, rows)
