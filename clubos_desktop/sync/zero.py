"""Verify from zero: what is stored is recomputed from what it was made of, and every disagreement is told.

Prints from the versions, pairs from what records are paired by, differences from the prints, counters from what they
count. Part of the command
``check``; nothing is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import msgspec
from sqlalchemy import Connection

from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.store import pairs, records, recount
from clubos_desktop.store.database import Database
from clubos_desktop.store.differences import Place, Text
from clubos_desktop.sync import ledgers, pairing, rulebook, settle
from clubos_desktop.sync.rehash import reprint

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something stored that is not what it was made of: where, and what, for people, without personal values."""

    where: str
    what: str


def verify_from_zero(database: Database, *, prints: bool = True) -> Job[tuple[Flaw, ...]]:
    """Every flaw of the mirror and of what was derived from it; empty when all of it holds.

    ``prints`` makes the fingerprints anew from the versions and pairs everything anew, too (most of the time it takes).
    """
    found: list[Flaw] = []
    with database.read() as conn:
        rules = rulebook.present(conn)
    for domain in PAIRED if rules is not None else ():
        if prints and rules is not None:
            found += yield from _prints(database, domain, rules)
    yield Progress("Comparing both copies anew")
    with database.read() as conn:
        found += [Flaw(where, what) for where, what in recount.link_flaws(conn, quick=not prints)]
        found += [Flaw(where, what) for where, what in recount.counter_flaws(conn)]
        for domain in PAIRED if rules is not None else ():
            if rules is not None and pairs.begun(conn, domain):
                found += _readable(domain, partial(_paired, conn, domain, rules, anew=prints))
        if rules is not None and ledgers.settled(conn):
            found += _readable(Domain.INVOICES, partial(_books, conn, rules))
    return tuple(found)


def _prints(database: Database, domain: Domain, rules: RuleSet) -> Job[list[Flaw]]:
    """Fingerprints and candidates from the present versions."""
    found: list[Flaw] = []
    label = f"Reading {DOMAIN_LABELS[domain].lower()} anew"
    after, done = 0, 0
    with database.read() as conn:
        total = sum(records.every_count(conn, side, domain) for side in Side)
    while True:
        yield Progress(label, done, total)
        with database.read() as conn:
            rows = records.printed(conn, domain, after, _AT_ONCE)
        if not rows:
            return found
        after, done = rows[-1].id, done + len(rows)
        for row in rows:
            try:
                same = reprint(domain, rules, row) == row
            except (msgspec.DecodeError, ValueError):
                found.append(Flaw(f"{domain} {row.id}", "the stored fields cannot be read"))
                continue
            if not same:
                found.append(Flaw(f"{domain} {row.id}", "the fingerprint is not that of the stored fields"))


def _readable(domain: Domain, looked: Callable[[], list[Flaw]]) -> list[Flaw]:
    """What a look finds; that something cannot be read at all is a flaw too."""
    try:
        return looked()
    except (msgspec.DecodeError, LookupError):
        return [Flaw(str(domain), "something stored cannot be read")]


def _paired(conn: Connection, domain: Domain, rules: RuleSet, *, anew: bool) -> list[Flaw]:
    """Pairs (``anew``) and differences of a domain."""
    found = [Flaw(str(domain), what) for what in pairing.flaws(conn, domain)] if anew else []
    units = pairs.units_of(conn, domain)
    return found + _differences(conn, domain, dict(settle.wanted_differences(conn, rules, domain, units)))


def _books(conn: Connection, rules: RuleSet) -> list[Flaw]:
    """Differences of the money domains."""
    faults = ledgers.wanted_faults(conn, rules)
    return [flaw for domain in FINANCE for flaw in _differences(conn, domain, faults.get(domain, {}))]


def _differences(conn: Connection, domain: Domain, wanted: dict[Place, Text]) -> list[Flaw]:
    stored = recount.open_differences(conn, domain)
    found = []
    for place, text in wanted.items():
        if place not in stored:
            found.append(Flaw(_where(domain, text), f"a difference is not stored ({place.kind} {place.field})"))
        elif stored[place] != text:
            found.append(Flaw(_where(domain, text), f"a stored difference says another thing ({place.field})"))
    for place, text in stored.items():
        if place not in wanted:
            found.append(Flaw(_where(domain, text), f"a difference does not stand ({place.kind} {place.field})"))
    return found


def _where(domain: Domain, text: Text) -> str:
    return f"{domain} {text.legacy_id or '-'} / {text.clubos_id or '-'}"
