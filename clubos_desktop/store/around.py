"""What stands around a record: the bookings of a person or an event, and the names most like a search.

Import them late: the likeness of names needs rapidfuzz.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import Connection, select

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Payment, Registration
from clubos_desktop.store import tables
from clubos_desktop.store.catalogue import read_record

LIKE = 60
"""Least likeness (0 to 100) of a name that is worth proposing."""


@dataclass(frozen=True, slots=True)
class Booking:
    """A registration beside a person or an event: ``title`` is that of the other one, "" when it is not known."""

    key: str
    title: str
    record: Registration


def bookings(conn: Connection, side: Side, domain: Domain, key: str, *, limit: int = 50) -> tuple[Booking, ...]:
    """Registrations of a member (with the events' titles) or at an event (with the people's names), by title.

    Tombstones are left out. ``limit`` is the most that are read. The index is named: left to itself SQLite walks all
    registrations of a side.
    """
    mine, theirs = ("member", "event") if domain is Domain.MEMBERS else ("event", "member")
    wanted = Domain.EVENTS if domain is Domain.MEMBERS else Domain.MEMBERS
    rows = conn.exec_driver_sql(
        f"SELECT r.key, o.title, v.fields FROM record r INDEXED BY ix_record_{mine} "
        "JOIN version v ON v.record = r.id AND v.to_run IS NULL "
        f"LEFT JOIN record o ON o.side = r.side AND o.domain = ? AND o.key = r.{theirs} "
        f"WHERE r.{mine} = ? AND r.side = ? AND r.domain = ? AND r.gone_run IS NULL ORDER BY o.sort, r.id LIMIT ?",
        (wanted.value, key, side.value, Domain.REGISTRATIONS.value, limit),
    )
    found = []
    for registration, title, fields in rows:
        record = read_record(Domain.REGISTRATIONS, fields)
        if isinstance(record, Registration):
            found.append(Booking(registration, title or "", record))
    return tuple(found)


def payments(conn: Connection, member: str, *, limit: int = 20) -> tuple[Payment, ...]:
    """What a member of Wild Apricot paid, the newest first. Costs some ms with 5,000 payments: there is no index."""
    rows = conn.exec_driver_sql(
        "SELECT v.fields FROM record r JOIN version v ON v.record = r.id AND v.to_run IS NULL "
        "WHERE r.side = 'legacy' AND r.domain = 'payments' AND r.gone_run IS NULL AND instr(v.fields, ?) > 0",
        (member.encode(),),
    ).scalars()
    found = (read_record(Domain.PAYMENTS, fields) for fields in rows)
    own = [each for each in found if isinstance(each, Payment) and each.member == member]
    return tuple(sorted(own, key=lambda each: each.dated or "", reverse=True)[:limit])


def similar(conn: Connection, domain: Domain, text: str, *, limit: int = 3) -> tuple[str, ...]:
    """The titles most like a search that found nothing, best first. Costs some 10 ms with 10,000 records.

    Digits alone are like no name.
    """
    if not any(letter.isalpha() for letter in text):
        return ()
    c = tables.record.c
    titles = conn.execute(select(c.title).distinct().where(c.domain == domain, c.title != "")).scalars().all()
    found = process.extract(
        text,
        titles,
        scorer=fuzz.WRatio,
        processor=str.casefold,
        limit=limit,
        score_cutoff=LIKE,
    )
    return tuple(title for title, _score, _place in found)
