"""What changed since the switch, record by record: who minds it, how it ended.

In the old system it is drift, which somebody carries over; in the new one it is what going back would have to carry
back, the carry-over list. Nothing is left out of either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection

from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.records import Instant, Record
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import Carried, DriftSeen, Plan
from clubos_desktop.store import since as later
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import New, enter, enter_all, known, need, words
from clubos_desktop.verification.registers import afterwards, runbook
from clubos_desktop.verification.registers.known import Known, after, bodies

STATES = ("open", "carried over", "does not matter")
"""How a change that was still made in Wild Apricot ends."""

CHANGES = ("new", "changed", "gone")
"""What happened to a record."""

EVERY = 22 / 24
"""Days between two looks (features.md N24): a little less than one, so that the same hour of the next day is due."""

HOLE = 1.5
"""Days without a look that are shown as a hole."""


@dataclass(frozen=True, slots=True)
class Drift:
    """A record that changed in a system after the switch, with who minds it and how it stands.

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
    return () if since is None else _found(conn, known, "drift", Side.LEGACY, (since, None))


def to_carry_back(conn: Connection, known: Known) -> tuple[Drift, ...]:
    """The carry-over list: every record that ClubOS got, changed or lost from the switch to the end of the return.

    It stays after the return, until another switch (features.md S6.14).
    """
    since = runbook.last_switch(known.kept)
    if since is None:
        return ()
    ended = [run.over for run in runbook.runs(known.kept, Plan.ROLLBACK) if run.real and run.over and run.at >= since]
    return _found(conn, known, "carryover", Side.CLUBOS, (since, ended[-1] if ended else None))


def _found(
    conn: Connection, known: Known, register: str, side: Side, span: tuple[Instant, Instant | None]
) -> tuple[Drift, ...]:
    said = {entry.item: body for entry, body in bodies(known.kept, register, Carried)}
    drifted = []
    for domain in (*PAIRED, *FINANCE):
        for key, what, change, run, at in _changes(conn, side, domain, span):
            item = f"{domain.value} {key} {run}"
            held = said.get(item)
            owner, state = (held.owner, held.state) if held else ("", STATES[0])
            drifted.append(Drift(domain, key, what, owner, state, change, at, item))
    return tuple(drifted)


def _changes(
    conn: Connection, side: Side, domain: Domain, span: tuple[Instant, Instant | None]
) -> Iterator[tuple[str, str, str, int, Instant]]:
    for each in later.changed(conn, side, domain, *span):
        change = CHANGES[0] if each.new else CHANGES[1]
        yield each.record.key, _called(each.record), change, each.run, each.at
    for lost in later.gone(conn, side, domain, *span):
        yield lost.key, lost.title or lost.key, CHANGES[2], lost.run, lost.at


def _called(record: Record) -> str:
    names = [str(getattr(record, name, "") or "") for name in ("first_name", "last_name", "title", "number")]
    return " ".join(name for name in names if name) or record.key


def unsettled(drifted: tuple[Drift, ...]) -> tuple[Drift, ...]:
    """Those that nobody has brought to an end."""
    return tuple(each for each in drifted if each.state == STATES[0])


def carry(database: Database, actor: str, drifted: Drift, *, owner: str, state: str, register: str = "drift") -> Entry:
    """Who minds a change, and how it ended. A later change of the record is open again. ``register``: of which list."""
    need(state in STATES, f"“{state}” is no end. Nothing was recorded.", f"Choose: {', '.join(STATES)}.", "drift.state")
    body = Carried(words(owner, "Who minds it"), state)
    return enter(database, actor, register, "carried", body, item=drifted.item)


def mind_all(database: Database, actor: str, drifted: Sequence[Drift], owner: str, register: str) -> Entry:
    """Somebody minds all of these (one at least), each as it stands: all of them or none. Raises InputError."""
    name = words(owner, "Who minds it")
    wanted = [New(register, "carried", Carried(name, each.state), each.item) for each in drifted]
    return enter_all(database, actor, wanted)[-1]


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
