"""Bring differences up to date with the records that changed, inside the act that changed them.

The rule that ``zero.verify_from_zero`` checks: after every act the open differences are what the present records, the
pairs and the rules say, no more and no less, for each domain that both systems have shown completely. Only records
that were touched are opened; of these only pairs with unequal prints are read and compared field by field.
"""

from collections.abc import Collection, Iterator

import msgspec
from sqlalchemy import Connection

from clubos_desktop.diff.compare import compare
from clubos_desktop.diff.match import EDITION, candidate
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.records import TYPES, Member
from clubos_desktop.store import differences, mirror, pairs, records, settings
from clubos_desktop.store.differences import Place, Text
from clubos_desktop.store.pairs import Unit
from clubos_desktop.sync import ledgers, pairing
from clubos_desktop.sync.act import Act, Touched
from clubos_desktop.sync.titles import Names, attending

_PAIRED_BY = "paired.by"
"""Setting: by which edition of the passes the records were paired."""

_AT_ONCE = 500
_pack = msgspec.msgpack.Encoder().encode
_member = msgspec.msgpack.Decoder(Member).decode

APART = {
    "guest": "Wild Apricot keeps a guest as a registration of its own; ClubOS shows no guests.",
    "superseded": "A newer registration of the same person for the same event counts instead.",
}
"""Why a record is in neither list, for people."""


def settle(act: Act, touched: dict[Domain, Touched]) -> None:
    """Settle every domain that was touched, members and events before the registrations that hang on them."""
    stale = settings.get(act.conn, _PAIRED_BY, 1) != EDITION
    for domain in PAIRED:
        there = touched.get(domain)
        if not both_sides(act.conn, domain):
            continue
        first = not pairs.begun(act.conn, domain)
        others = stale and not first
        if there is None and not (first or others):
            continue
        there = there or Touched()
        if others and domain is Domain.MEMBERS:
            _look_again(act)
        there.everything |= others
        there.otherwise |= others
        if first:
            there.everything = True
            act.counts.add(domain, "pair", "", "", 0)
        if not first:
            pairs.refresh_prints(act.conn, there.records)
        if there.matched or there.everything:
            changed = pairing.rematch(act, domain, there)
            there.records |= changed
            _touch_registrations(act, domain, changed, touched)
        compare_records(act, domain, None if there.everything else there.records)
        confirm(act, domain)
    if stale:
        settings.write(act.conn, _PAIRED_BY, EDITION)
    if any(domain in touched for domain in FINANCE):
        ledgers.settle_books(act)


def _look_again(act: Act) -> None:
    """What members are paired by, made anew: passes of another edition look at more of them."""
    after = 0
    while rows := records.printed(act.conn, Domain.MEMBERS, after, _AT_ONCE):
        after = rows[-1].id
        made = [(row, _pack(candidate(act.rules, row.side, _member(row.fields)))) for row in rows]
        other = [
            (row.fingerprint, row.exact, paired_by, row.id) for row, paired_by in made if paired_by != row.candidate
        ]
        records.reprint(act.conn, other)


def both_sides(conn: Connection, domain: Domain) -> bool:
    """True when both systems have shown a domain completely."""
    return all(mirror.last_accepted(conn, side, domain) for side in Side)


def confirm(act: Act, domain: Domain) -> None:
    """What was seen in a copy and still stands after a later one of both sides is seen twice."""
    sides = tuple(Side) if domain in PAIRED else (Side.LEGACY,)
    before = min(mirror.last_copy(act.conn, side, domain) for side in sides)
    differences.confirm(act.conn, domain, before=before, at=act.at, counts=act.counts)


def _touch_registrations(act: Act, domain: Domain, changed: Collection[int], touched: dict[Domain, Touched]) -> None:
    """Registrations of members or events whose pair changed must be matched again."""
    if domain is Domain.REGISTRATIONS or not changed or not pairs.hanging_there(act.conn):
        return
    hanging = _hanging(act.conn, domain, changed)
    if hanging:
        there = touched.setdefault(Domain.REGISTRATIONS, Touched())
        there.matched = True
        there.records.update(hanging)


def _hanging(conn: Connection, domain: Domain, changed: Collection[int]) -> list[int]:
    keys: dict[Side, list[str]] = {}
    for side, key in pairs.keys_of(conn, changed):
        keys.setdefault(side, []).append(key)
    return [each for side, some in keys.items() for each in pairs.members_of(conn, domain, some, side)]


def retitle_registrations(act: Act, touched: dict[Domain, Touched]) -> None:
    """Registrations are called after their member and event: those of renamed ones get another title."""
    if not pairs.hanging_there(act.conn):
        return
    hanging: set[int] = set()
    for domain in (Domain.MEMBERS, Domain.EVENTS):
        there = touched.get(domain)
        if there is not None and there.titled:
            hanging.update(_hanging(act.conn, domain, there.titled))
    if not hanging:
        return
    rows = pairs.parents_of(act.conn, hanging)
    names = {side: _names(act.conn, side, [row for row in rows if row.side is side]) for side in Side}
    called = [
        (attending(row.member, row.event, "guest" if row.apart == "guest" else None, names[row.side]), row.id)
        for row in rows
    ]
    records.retitle(act.conn, [(name, name.casefold(), identity) for name, identity in called])
    touched.setdefault(Domain.REGISTRATIONS, Touched()).records.update(hanging)


def _names(conn: Connection, side: Side, rows: Collection[pairs.Hanging]) -> Names:
    """Titles of the members and events of some registrations of a side."""
    wanted = {
        Domain.MEMBERS: {row.member for row in rows if row.member is not None},
        Domain.EVENTS: {row.event for row in rows if row.event is not None},
    }
    return {
        (domain, key): called
        for domain, keys in wanted.items()
        for key, called in records.titles(conn, side, domain, sorted(keys)).items()
    }


def compare_records(act: Act, domain: Domain, ids: Collection[int] | None) -> None:
    """Make open differences what they ought to be: those of some records and of the pairs that hold them, or all."""
    if ids is not None and not ids:
        return
    units = pairs.units_of(act.conn, domain) if ids is None else pairs.units(act.conn, domain, ids)
    wanted = dict(wanted_differences(act.conn, act.rules, domain, units))
    stood = differences.every_open(act.conn, domain) if ids is None else differences.open_of(act.conn, ids)
    gone = [(place, stored) for place, stored in stood.items() if place not in wanted]
    differences.close(act.conn, domain, gone, fleeting=act.fleeting, at=act.at, counts=act.counts)
    new = [(place, text) for place, text in wanted.items() if place not in stood]
    differences.add(act.conn, domain, new, copy=act.copy, at=act.at, counts=act.counts)
    other = [(stood[place].id, text) for place, text in wanted.items() if place in stood and stood[place].text != text]
    differences.update(act.conn, other)


def wanted_differences(
    conn: Connection, rules: RuleSet, domain: Domain, units: Collection[Unit]
) -> Iterator[tuple[Place, Text]]:
    """What ought to stand of some pairs with unequal prints and lone records."""
    unequal = [unit for unit in units if unit.pair is not None]
    for unit in units:
        if unit.pair is None:
            yield from _lone(unit)
    ids = [one.id for unit in unequal for one in (unit.legacy, unit.clubos) if one is not None]
    fields = pairs.fields_of(conn, ids)
    decode = msgspec.msgpack.Decoder(TYPES[domain]).decode
    for unit in unequal:
        if unit.legacy is None or unit.clubos is None:
            continue
        for each in compare(rules, decode(fields[unit.legacy.id]), decode(fields[unit.clubos.id])):
            text = Text(
                unit.legacy.key, unit.clubos.key, unit.legacy.title, each.legacy, each.clubos, each.rule, detail=""
            )
            yield Place(unit.pair, None, each.kind, each.field), text


def _lone(unit: Unit) -> Iterator[tuple[Place, Text]]:
    one = unit.legacy or unit.clubos
    if one is None or one.gone:
        return
    legacy_id, clubos_id = (one.key, None) if unit.legacy is not None else (None, one.key)
    kind = Kind.ONLY_LEGACY if unit.legacy is not None else Kind.ONLY_CLUBOS
    if one.apart:
        kind = Kind.NOT_COMPARABLE
    yield (
        Place(None, one.id, kind, ""),
        Text(legacy_id, clubos_id, one.title, None, None, one.apart, APART.get(one.apart, "")),
    )
