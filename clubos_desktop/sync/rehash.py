"""Other rules: prints of every present and past record are made anew, and what follows from them is settled."""

import msgspec
from sqlalchemy import Connection

from clubos_desktop.diff.match import candidate
from clubos_desktop.diff.normal import prints
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.records import TYPES
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import mirror, records
from clubos_desktop.store.database import Database
from clubos_desktop.store.differences import Counts
from clubos_desktop.store.records import Printed
from clubos_desktop.sync import rulebook, settle
from clubos_desktop.sync.act import Act, Touched

_AT_ONCE = 500
_pack = msgspec.msgpack.Encoder().encode


def rehash(database: Database, rules: RuleSet, *, clock: Clock, actor: str, reason: str = "") -> Job[int]:
    """Put rules in force; returns how many records got other prints. Nothing happens when they are in force already.

    Until its one transaction at the end the old rules stay in force; closing the job leaves everything as it was.
    """
    while True:
        with database.read() as conn:
            before = rulebook.present(conn)
            stamp = mirror.newest_accepted(conn)
        if before is None or before == rules:
            return 0
        changed: dict[Domain, list[Printed]] = {}
        for domain in PAIRED:
            changed[domain] = yield from _reprinted(database, domain, rules)
        if _put_in_force(database, rules, changed, stamp, clock=clock, actor=actor, reason=reason):
            return sum(len(rows) for rows in changed.values())


def _reprinted(database: Database, domain: Domain, rules: RuleSet) -> Job[list[Printed]]:
    """The records of a domain whose prints or candidate become others."""
    changed: list[Printed] = []
    after, done = 0, 0
    with database.read() as conn:
        total = sum(records.every_count(conn, side, domain) for side in Side)
    while True:
        yield Progress("Comparing by the new rules", done, total)
        with database.read() as conn:
            rows = records.printed(conn, domain, after, _AT_ONCE)
        if not rows:
            return changed
        after, done = rows[-1].id, done + len(rows)
        changed += [new for old in rows if (new := reprint(domain, rules, old)) != old]


def reprint(domain: Domain, rules: RuleSet, row: Printed) -> Printed:
    """A record with the prints and candidate that its fields have under some rules."""
    record = msgspec.msgpack.decode(row.fields, type=TYPES[domain])
    fingerprint, exact = prints(rules, row.side, record)
    return Printed(row.id, row.side, fingerprint, exact, _pack(candidate(rules, row.side, record)), row.fields)


def _put_in_force(
    database: Database,
    rules: RuleSet,
    changed: dict[Domain, list[Printed]],
    stamp: int,
    *,
    clock: Clock,
    actor: str,
    reason: str,
) -> bool:
    """Write everything in one transaction; False when a run was accepted since the records were read."""
    at = to_instant(clock.now())
    with database.transaction(actor, "rules changed", {}) as tx:
        conn: Connection = tx.connection
        if mirror.newest_accepted(conn) != stamp:
            tx.subject["given_up"] = True
            return False
        tx.subject["version"] = rulebook.keep(conn, rules, at, actor=actor, reason=reason)
        act = Act(conn, rules, mirror.next_copy(conn) - 1, at, Counts(), copying=False)
        touched: dict[Domain, Touched] = {}
        for domain, rows in changed.items():
            records.reprint(conn, [(row.fingerprint, row.exact, row.candidate, row.id) for row in rows])
            touched[domain] = Touched({row.id for row in rows}, everything=True)
        settle.settle(act, touched)
        act.counts.write(conn)
    return True
