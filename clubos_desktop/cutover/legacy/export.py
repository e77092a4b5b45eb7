"""Writing the files for the old system into a fresh folder, and reading every row of them again."""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from clubos_desktop import files
from clubos_desktop.cutover.legacy import contacts, reading
from clubos_desktop.cutover.legacy.contacts import Left, Row
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.errors import InputError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.records import Event, Instant, Member, Record, Registration
from clubos_desktop.store import pairs, tables, views
from clubos_desktop.store import since as later
from clubos_desktop.store.database import Database

_TO_READ = "Not carried over.csv"
_COLLECTING = "Collecting what ClubOS holds"
_EVERY = 1000
"""Members between two safe points."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was written. ``rows`` in all files, ``read_back`` of them the same when read again, ``problems`` the rest.

    ``left`` is what no file carries, ``unread`` the parts ClubOS does not show at all.
    """

    files: tuple[str, ...]
    rows: int
    read_back: int
    left: tuple[Left, ...]
    unread: tuple[str, ...]
    problems: tuple[str, ...]
    sha256: str


def write(
    database: Database, folder: Path, rules: RuleSet, *, actor: str, since: Instant | None = None, zone: str
) -> Job[Made]:
    """Write everything ClubOS holds (``since``: only what came or changed after that moment) into a new folder.

    The folder appears whole or not at all. Raises InputError (there is one already), StorageError.
    """
    if folder.exists():
        raise InputError(
            f"There is already a folder {folder.name}. It was not changed.",
            remedy="Choose another name.",
            code="export.exists",
        )
    yield Progress(_COLLECTING)
    with database.read() as conn:
        rows, left = yield from _contacts(conn, rules, since)
        left += _gone(conn, since)
        texts, counted = yield from _texts(conn, since, zone)
    yield Progress("Writing the files")
    parts = yield from contacts.writing(rows)
    named = {_part(at, len(parts)): content for at, content in enumerate(parts, 1)} | texts
    named[_TO_READ] = reading.table(("Who", "Field", "Value", "Why"), [tuple(asdict(each).values()) for each in left])
    files.write_folder(folder, named)
    yield Progress("Reading every row again")
    again: list[Row] = []
    for name in named:
        if name.endswith(".xlsx"):
            again += yield from contacts.rereading((folder / name).read_bytes())
    problems = contacts.compare(rows, again)
    problems += _compared(folder, texts)
    total = len(rows) + counted
    sealed = hashlib.sha256(b"".join(hashlib.sha256(named[name]).digest() for name in sorted(named))).hexdigest()
    made = Made(tuple(sorted(named)), total, total if not problems else 0, left, UNREAD, tuple(problems), sealed)
    with database.transaction(actor, "files written", {"rows": total, "sha256": sealed, "problems": len(problems)}):
        pass
    return made


UNREAD = (
    "Payments and fees: ClubOS shows no amounts, so none is counted or carried here. The treasurer lists them.",
    "Guests of registrations: ClubOS shows none to read.",
    "Photos, documents and pages: they stay in ClubOS; save them there by hand.",
    "Conversations with the chatbot: personal, and in no other system.",
)
"""What ClubOS does not serve, so that no export can hold it (clubos-api.md section E)."""


def _part(at: int, parts: int) -> str:
    return f"Contacts {at} of {parts} for Wild Apricot.xlsx"


def _contacts(conn: Connection, rules: RuleSet, since: Instant | None) -> Job[tuple[list[Row], tuple[Left, ...]]]:
    known = {clubos: legacy for legacy, clubos in pairs.keyed(conn, Domain.MEMBERS, Side.LEGACY).items()}
    held = {each.key: each for each in views.current(conn, Side.LEGACY, Domain.MEMBERS) if isinstance(each, Member)}
    yield Progress(_COLLECTING)
    rows: list[Row] = []
    left: list[Left] = []
    for place, member in enumerate(changed(conn, Domain.MEMBERS, since)):
        if not place % _EVERY:
            yield Progress(_COLLECTING, place)
        if isinstance(member, Member):
            row, over = contacts.row(member, held.get(known.get(member.key, "")), rules)
            rows.append(row)
            left += over
    return rows, tuple(left)


def changed(conn: Connection, domain: Domain, since: Instant | None) -> list[Record]:
    """Records of ClubOS that a copy begun after ``since`` brought or changed; all when it is None."""
    if since is None:
        return list(views.current(conn, Side.CLUBOS, domain))
    return [each.record for each in later.changed(conn, Side.CLUBOS, domain, since)]


_WHY_GONE = "it is no longer in ClubOS; an import cannot take anything away, do it by hand in Wild Apricot"


def _gone(conn: Connection, since: Instant | None) -> tuple[Left, ...]:
    """What ClubOS no longer has: no file can say that."""
    if since is None:
        return ()
    return tuple(
        Left(each.title or each.key, "record", domain.value, _WHY_GONE)
        for domain in PAIRED
        for each in later.gone(conn, Side.CLUBOS, domain, since)
    )


def _texts(conn: Connection, since: Instant | None, zone: str) -> Job[tuple[dict[str, bytes], int]]:
    people = _titles(conn, Domain.MEMBERS)
    happenings = [each for each in changed(conn, Domain.EVENTS, since) if isinstance(each, Event)]
    yield Progress(_COLLECTING, len(happenings))
    booked = [each for each in changed(conn, Domain.REGISTRATIONS, since) if isinstance(each, Registration)]
    yield Progress(_COLLECTING, len(booked))
    made = {
        "Events to read.csv": reading.events(happenings, zone),
        "Registrations to read.csv": reading.registrations(booked, people, _titles(conn, Domain.EVENTS), zone),
    }
    for domain in FINANCE:
        yield Progress(_COLLECTING)
        found = changed(conn, domain, since)
        if found:
            made[f"{domain.value.capitalize()} to read.csv"] = reading.money(found, people, zone)
    return {name: content for name, (content, _) in made.items()}, sum(n for _, n in made.values())


def _titles(conn: Connection, domain: Domain) -> dict[str, str]:
    r = tables.record.c
    query = select(r.key, r.title).where(r.side == Side.CLUBOS, r.domain == domain)
    return {row.key: row.title for row in conn.execute(query)}


def _compared(folder: Path, texts: dict[str, bytes]) -> list[str]:
    return [f"{name} was not written as it should." for name in texts if (folder / name).read_bytes() != texts[name]]
