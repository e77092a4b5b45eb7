"""Pilot tasks in ClubOS's own pages: found by a one-time mark, counted by themselves, and kept outside parity.

An operator writes the mark into whatever the task makes or changes in ClubOS (a name, a title, a description). The next
copy finds it: the task counts as done. A record that only ClubOS has and that carries a mark is a pilot's, so it is in
no figure of Gate 1 (design.md section 7, People).
"""

import msgspec
from sqlalchemy import Connection, func, literal, select

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.registers import Noted
from clubos_desktop.store import tables

PREFIX = "PILOT-"
Marks = dict[str, tuple[str, str]]
"""Person's number and task of each mark."""


def marks(conn: Connection) -> Marks:
    """Every mark that was given."""
    c = tables.register_entry.c
    rows = conn.execute(select(c.item, c.body).where(c.register == "pilot", c.act == "given").order_by(c.id)).all()
    said = ((item, msgspec.json.decode(body, type=Noted).cells) for item, body in rows)
    return {cells["mark"]: (item, cells["task"]) for item, cells in said}


def found(conn: Connection) -> dict[str, tuple[int, Domain, str]]:
    """The marks that a present ClubOS record carries: its number, domain and key."""
    given = marks(conn)
    if not given:
        return {}
    r, v = tables.record.c, tables.version.c
    query = (
        select(r.id, r.domain, r.key, v.fields)
        .join_from(tables.record, tables.version, (v.record == r.id) & v.to_run.is_(None))
        .where(r.side == Side.CLUBOS, r.gone_run.is_(None), func.instr(v.fields, literal(PREFIX.encode())) > 0)
        .order_by(r.id)
    )
    seen: dict[str, tuple[int, Domain, str]] = {}
    for record, domain, key, fields in conn.execute(query).all():
        for mark in given:
            if mark.encode() in fields:
                seen.setdefault(mark, (record, Domain(domain), key))
    return seen


def outside(conn: Connection) -> frozenset[int]:
    """ClubOS records that are a pilot's: marked ones, and registrations of marked members and events."""
    marked = found(conn)
    records = {record for record, _, _ in marked.values()}
    if not records:
        return frozenset()
    r = tables.record.c
    members = [key for _, domain, key in marked.values() if domain is Domain.MEMBERS]
    events = [key for _, domain, key in marked.values() if domain is Domain.EVENTS]
    booked = select(r.id).where(
        r.side == Side.CLUBOS, r.domain == Domain.REGISTRATIONS, r.member.in_(members) | r.event.in_(events)
    )
    return frozenset(records | set(conn.execute(booked).scalars()))
