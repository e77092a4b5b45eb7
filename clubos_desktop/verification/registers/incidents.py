"""Incidents: the clock of Gate 3 that every grave one starts again. Pure."""

from dataclasses import dataclass, replace
from datetime import timedelta

from clubos_desktop.model.evidence import Attested
from clubos_desktop.model.incidents import GRAVE, Opened, Regraded, Severity
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Closed, Entry, Kept, Phase
from clubos_desktop.model.time import from_instant, wall
from clubos_desktop.verification.registers.known import Known, after, began, locked, word
from clubos_desktop.verification.words import counted


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident as it stands. ``closed`` is when it was closed."""

    number: str
    severity: Severity
    title: str
    since: Instant
    closed: Instant | None
    entry: Entry


def incidents(kept: Kept) -> tuple[Incident, ...]:
    """Every incident in the order they were entered."""
    found: dict[str, Incident] = {}
    for entry in kept.of("incident", "opened", "regraded", "closed"):
        body = entry.body
        if isinstance(body, Opened):
            found[entry.item] = Incident(entry.item, body.severity, body.title, body.since, None, entry)
        elif entry.item in found:  # else its beginning was taken out: the register counts as broken
            severity = body.severity if isinstance(body, Regraded) else found[entry.item].severity
            closed = entry.at if isinstance(body, Closed) else None
            found[entry.item] = replace(found[entry.item], severity=severity, closed=closed)
    return tuple(found.values())


def quiet_since(known: Known) -> Instant | None:
    """The moment from which the 14 days run: parallel run, locked criteria, and the end of the last grave incident.

    None while the parallel run has not begun or the criteria are not locked.
    """
    parallel, lock = began(known, Phase.PARALLEL), locked(known)
    if parallel is None or lock is None:
        return None
    ends = [each.closed or known.at for each in incidents(known.kept) if each.severity in GRAVE]
    return max([parallel, lock, *ends])


def attest(known: Known) -> list[Attested | None]:
    """G3.1. It needs a look at ClubOS's troubles not older than a week: an empty list alone proves nothing."""
    since, looks = quiet_since(known), known.kept.of("incident", "looked")
    grave = [each for each in incidents(known.kept) if each.severity in GRAVE]
    still = [each for each in grave if each.closed is None]
    if since is None or not looks:
        return [_open(still) if still else None]
    days = known.limits.value("incident_days")
    full = after(since, days)
    reasons = _still(still)
    if not still and known.at < full:
        whose = f" after incident {grave[-1].number}" if grave and grave[-1].closed == since else ""
        reasons.append(
            f"The clock of {days} days began{whose} on {wall(since, known.zone)}; full {wall(full, known.zone)}."
        )
    quiet = from_instant(known.at) - from_instant(since)
    value = f"{spent(quiet)} of {counted(days, 'day')} without P1 or P2"
    last = looks[-1]
    ends = after(last.at, known.limits.value("look_days"))
    about = tuple(f"incident {each.number}" for each in grave) or ("list of incidents",)
    return [word("G3.1", reasons, value, last, sample=len(grave), expires=ends, evidence=about)]


def _open(still: list[Incident]) -> Attested:
    """An open one fails, also while the days do not count yet: that it is open was seen."""
    value, about = f"{counted(len(still), 'incident')} open", tuple(f"incident {each.number}" for each in still)
    return word("G3.1", _still(still), value, still[-1].entry, sample=len(still), evidence=about)


def _still(still: list[Incident]) -> list[str]:
    return [f"Incident {each.number} ({each.severity}) is still open." for each in still]


def spent(time: timedelta) -> str:
    """Like "13 days 23 h 59 min"."""
    minutes = int(time.total_seconds()) // 60
    return f"{counted(minutes // 1440, 'day')} {minutes // 60 % 24} h {minutes % 60} min"
