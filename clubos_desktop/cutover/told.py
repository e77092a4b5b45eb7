"""The return period in sentences that name nobody: for board packs."""

from sqlalchemy import Connection

from clubos_desktop.cutover import grace
from clubos_desktop.model.time import wall
from clubos_desktop.verification.registers import afterwards
from clubos_desktop.verification.registers.known import Known
from clubos_desktop.verification.words import counted

_SAID = {
    "waits": "the board has to say until {until} whether it stands behind it",
    "overdue": "the board should have answered until {until}",
    "ratified": "the board stands behind it",
    "refused": "the board does not stand behind it",
}


def sentences(conn: Connection, known: Known) -> tuple[str, ...]:
    """What a pack says of the time after the switch; () while there was none."""
    found = grace.period(conn, known)
    told = [] if found is None else [*_clock(found, known.zone), *_open(found, known)]
    for each in afterwards.emergencies(known):
        until = wall(each.until, known.zone)
        begun = f"The return of {wall(each.at, known.zone)} began by the emergency rule"
        told.append(f"{begun}; {_SAID[each.state].format(until=until)}.")
    return tuple(told)


def _clock(found: grace.Period, zone: str) -> list[str]:
    clock, until = found.clock, wall(found.clock.until, zone)
    if clock.over:
        closed = " Wild Apricot is closed down." if found.closed else ""
        return [f"The return period ended on {until}. Going back is not possible any more.{closed}"]
    told = [f"Day {clock.number} of {clock.whole}. Going back is possible until {until}."]
    if clock.notice is not None:
        told.append(f"After that moment, in {counted(clock.days_left, 'day')} at most, there is no way back.")
    return told


def _open(found: grace.Period, known: Known) -> list[str]:
    told = [] if found.clock.over else [f"Going back now would mean typing again: {found.cost.said}."]
    told += [f"Not counted: {each}" for each in found.cost.unread] if told else []
    changed = f"{counted(len(found.drifted), 'record')} changed in Wild Apricot since the switch"
    told.append(f"{changed}, {len(found.unsettled)} open, {found.unowned} without an owner.")
    told += [
        f"Nobody looked from {wall(first, known.zone)} to {wall(last, known.zone)}." for first, last in found.holes
    ]
    open_ = found.open_issues
    oldest = max((each.days(known.at) for each in open_), default=0)
    told.append(
        f"{counted(len(found.issues), 'issue')} noted, {len(open_)} open"
        + (f", the oldest for {counted(oldest, 'day')}." if open_ else ".")
    )
    return told
