"""Whether the books add up, as differences of kind CHANGED in the money domains (ClubOS shows no amounts)."""

from typing import Any

from sqlalchemy import Connection

from clubos_desktop.diff import books
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import FINANCE, Domain, Side
from clubos_desktop.store import differences, mirror, pairs, settings, views
from clubos_desktop.store.differences import Place, Text
from clubos_desktop.sync.act import Act

RULE = "books"
_DONE = "books.copy"


def settle_books(act: Act) -> None:
    """Check the books when all money domains come from one copy, and store what does not add up."""
    copy = of_one_copy(act.conn)
    if not copy:
        return
    settings.write(act.conn, _DONE, copy)
    wanted = wanted_faults(act.conn, act.rules)
    for domain in FINANCE:
        stood = differences.open_at(act.conn, (), differences.open_records(act.conn, domain))
        here = wanted.get(domain, {})
        gone = [(place, stored) for place, stored in stood.items() if place not in here]
        differences.close(act.conn, domain, gone, fleeting=act.fleeting, at=act.at, counts=act.counts)
        new = [(place, text) for place, text in here.items() if place not in stood]
        differences.add(act.conn, domain, new, copy=act.copy, at=act.at, counts=act.counts)
        same = [(place, text) for place, text in here.items() if place in stood]
        differences.update(act.conn, [(stood[place].id, text) for place, text in same if stood[place].text != text])
        before = mirror.last_copy(act.conn, Side.LEGACY, domain)
        differences.confirm(act.conn, domain, before=before, at=act.at, counts=act.counts)


def of_one_copy(conn: Connection) -> int:
    """The copy that the last accepted runs of all money domains belong to; 0 while they are of several copies."""
    copies = {mirror.last_copy(conn, Side.LEGACY, domain) for domain in FINANCE}
    return copies.pop() if len(copies) == 1 else 0


def settled(conn: Connection) -> bool:
    """True when the books were checked as they are stored now."""
    copy = of_one_copy(conn)
    return copy != 0 and bool(settings.get(conn, _DONE, 0) == copy)


def wanted_faults(conn: Connection, rules: RuleSet) -> dict[Domain, dict[Place, Text]]:
    """What does not add up in the present records, by domain."""
    every: list[list[Any]] = [list(views.current(conn, Side.LEGACY, domain)) for domain in FINANCE]
    faults = books.check(*every, tolerance=rules.tolerance)
    found: dict[Domain, dict[Place, Text]] = {}
    for domain in FINANCE:
        of_domain = [fault for fault in faults if fault.domain is domain]
        rows = pairs.called(conn, Side.LEGACY, domain, [fault.key for fault in of_domain])
        for fault in of_domain:
            identity, who = rows[fault.key]
            place = Place(None, identity, Kind.CHANGED, fault.field)
            found.setdefault(domain, {})[place] = Text(fault.key, None, who, fault.stated, None, RULE, fault.sentence)
    return found
