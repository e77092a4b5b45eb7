"""What still changes in the old system while the other one is in charge: every record, who minds it, how it ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection

from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.records import Instant, Record
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import Carried, DriftSeen
from clubos_desktop.store import since as later
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import enter, known, need, words
from clubos_desktop.verification.registers import afterwards, runbook
from clubos_desktop.verification.registers.known import Known, after, bodies

STATES = ("open", "carried over", "does not matter")
"""How a change that was still made in Wild Apricot ends."""

CHANGES = ("new", "changed", "gone")
"""What happened to a record."""

EVERY = 1.0
"""Days between two looks (features.md N24)."""

HOLE = 1.5
"""Days without a look that are shown as a hole."""


@dataclass(frozen=True, slots=True)
class Drift:
    """A record that changed in Wild Apricot after the switch, with who minds it and how it stands.

    ``item`` names this very change: a later one of the same record is open again.
    """

    domain: Domain
    key: str
    what: str
    owner: str
    state: str
    change: str
    found: Instant
    item: str


def found(conn: Connection, known: Known) -> tuple[Drift, ...]:
    """Every record that a copy begun after the switch found new, changed or gone there; none is left out."""
    since = runbook.switched(known.kept)
    if since is None:
        return ()
    said = {entry.item: body for entry, body in bodies(known.kept, "drift", Carried)}
    drifted = []
    for domain in (*PAIRED, *FINANCE):
        for key, what, change, run, at in _changes(conn, domain, since):
            item = f"{domain.value} {key} {run}"
            held = said.get(item)
            owner, state = (held.owner, held.state) if held else ("", STATES[0])
            drifted.append(Drift(domain, key, what, owner, state, change, at, item))
    return tuple(drifted)


def _changes(conn: Connection, domain: Domain, since: Instant) -> Iterator[tuple[str, str, str, int, Instant]]:
    for each in later.changed(conn, Side.LEGACY, domain, since):
        change = CHANGES[0] if each.new else CHANGES[1]
        yield each.record.key, _called(each.record), change, each.run, each.at
    for lost in later.gone(conn, Side.LEGACY, domain, since):
        yield lost.key, lost.title or lost.key, CHANGES[2], lost.run, lost.at


def _called(record: Record) -> str:
    names = [str(getattr(record, name, "") or "") for name in ("first_name", "last_name", "title", "number")]
    return " ".join(name for name in names if name) or record.key


def unsettled(drifted: tuple[Drift, ...]) -> tuple[Drift, ...]:
    """Those that nobody has brought to an end."""
    return tuple(each for each in drifted if each.state == STATES[0])


def carry(database: Database, actor: str, drifted: Drift, *, owner: str, state: str) -> Entry:
    """Who minds a change in Wild Apricot, and how it ended. A later change of the record is open again."""
    need(state in STATES, f"“{state}” is no end. Nothing was recorded.", f"Choose: {', '.join(STATES)}.", "drift.state")
    body = Carried(words(owner, "Who minds it"), state)
    return enter(database, actor, "drift", "carried", body, item=drifted.item)


def of(drifted: tuple[Drift, ...], domain: Domain, key: str) -> Drift:
    """The change of a record. Raises InputError."""
    for each in drifted:
        if (each.domain, each.key) == (domain, key):
            return each
    raise InputError(
        f"Nothing with the number {key} changed in Wild Apricot since the switch. Nothing was noted.",
        remedy="See clubos-desktop grace drift.",
        code="drift.key",
    )


def look(database: Database, actor: str) -> Entry | None:
    """Look at what changed and keep that somebody looked; None while Wild Apricot is in charge."""
    now = known(database)
    if runbook.switched(now.kept) is None:
        return None
    with database.read() as conn:
        drifted = found(conn, now)
    seen = DriftSeen(len(drifted), len(unsettled(drifted)))
    return enter(database, actor, "drift", "looked", seen, item="")


def looks(known: Known) -> tuple[tuple[Entry, DriftSeen], ...]:
    """The looks since the switch, oldest first."""
    since = runbook.switched(known.kept)
    return tuple(each for each in bodies(known.kept, "drift", DriftSeen) if since is not None and each[0].at >= since)


def due(known: Known) -> bool:
    """Whether a day has passed since the last look, or since the switch; never once Wild Apricot is closed down."""
    since = runbook.switched(known.kept)
    if since is None or afterwards.closed(known.kept) is not None:
        return False
    last = max([since, *(entry.at for entry, _ in looks(known))])
    return known.at >= after(last, EVERY)


def holes(known: Known) -> tuple[tuple[Instant, Instant], ...]:
    """Spans without a look, from the switch until now; what changed in them is found by the next one."""
    since = runbook.switched(known.kept)
    if since is None:
        return ()
    marks = [since, *(entry.at for entry, _ in looks(known)), known.at]
    return tuple((first, last) for first, last in pairwise(marks) if last > after(first, HOLE))
