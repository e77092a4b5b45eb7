"""The append-only audit log: one entry an act, each chained to the one before by SHA-256.

An entry's hash is SHA-256 over the previous entry's hash (32 zero bytes before the first) followed by the canonical
JSON of {"act", "actor", "at", "seq", "subject"}: keys sorted, no blanks, UTF-8. The last entry's number and hash stand
apart in the settings too, so that a tail that was cut off is missed. A chain that was rewritten as a whole is found
by an anchor: an entry's hash that was printed or kept elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, desc, func, insert, select

from clubos_desktop.model.people import AuditEntry
from clubos_desktop.model.records import Instant
from clubos_desktop.store import people, settings, sqlite, tables

GENESIS = bytes(32)
_HEAD = "audit.head"
_LAST = select(tables.audit.c.seq, tables.audit.c.hash).order_by(desc(tables.audit.c.seq)).limit(1)
_ADD = insert(tables.audit)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is stored; ``subject`` is canonical JSON text."""

    seq: int
    at: Instant
    actor: str
    act: str
    subject: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry's hash (hexadecimal) known from elsewhere: a printed pack, the file beside the database.

    ``seq`` is the entry's number where it is known, ``source`` where the anchor was read.
    """

    hash: str
    source: str
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the log: the number of the entry where it shows, and what, for people."""

    seq: int | None
    what: str


def canonical(value: object) -> str:
    """Canonical JSON: sorted keys, no blanks, characters as they are. Raises TypeError, ValueError."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def link_hash(previous: bytes, entry: Mapping[str, object]) -> bytes:
    """The hash of an entry {"act", "actor", "at", "seq", "subject"} that follows ``previous``."""
    return hashlib.sha256(previous + canonical(entry).encode()).digest()


def append(
    connection: Connection, at: Instant, actor: str, act: str, subject: Mapping[str, object]
) -> tuple[int, bytes]:
    """Add an entry at the end; returns its number and hash. Called inside ``Database.transaction`` alone."""
    if not actor or not act:
        raise ValueError("an audit entry names who and what")
    seq, previous = head(connection)
    seq += 1
    entry = {"seq": seq, "at": at, "actor": actor, "act": act, "subject": subject}
    hashed = link_hash(previous, entry)
    connection.execute(_ADD, entry | {"subject": canonical(subject), "hash": hashed})
    settings.write(connection, _HEAD, {"seq": seq, "hash": hashed.hex()})
    return seq, hashed


def head(connection: Connection) -> tuple[int, bytes]:
    """Number and hash of the last entry; (0, GENESIS) of an empty log."""
    row = connection.execute(_LAST).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def last_moment(connection: Connection) -> Instant | None:
    """The latest moment of any entry; None of an empty log."""
    found: Instant | None = connection.execute(select(func.max(tables.audit.c.at))).scalar()
    return found


def verify(connection: Connection, anchors: Iterable[Anchor] = ()) -> list[Problem]:
    """Every problem of the log with its place; empty when the chain is whole and meets the anchors."""
    rows = connection.execute(select(tables.audit).order_by(tables.audit.c.seq))
    links = [Link(row.seq, row.at, row.actor, row.act, row.subject, row.hash) for row in rows]
    found = [Problem(None, f"The guard {name} of the log was removed.") for name in sqlite.missing_guards(connection)]
    kept = settings.get(connection, _HEAD, None)
    known = [] if kept is None else [Anchor(kept["hash"], "the workspace's settings", kept["seq"])]
    if kept is None and links:
        found.append(Problem(None, "The note of the last entry's number was removed."))
    elif kept is not None and links and links[-1].seq > kept["seq"]:
        found.append(Problem(kept["seq"] + 1, f"Entry {kept['seq'] + 1} and later were added from outside."))
    return found + check(links, [*known, *anchors])


def missing(connection: Connection, anchors: Iterable[Anchor]) -> bool:
    """Whether an anchor with a number is not met; a quick look at those entries alone."""
    entry = tables.audit.c
    for anchor in anchors:
        if connection.execute(select(entry.hash).where(entry.seq == anchor.seq)).scalar() != bytes.fromhex(anchor.hash):
            return True
    return False


def check(links: list[Link], anchors: Iterable[Anchor]) -> list[Problem]:
    """The pure part of ``verify``: the chain itself, then what is known from elsewhere."""
    return [*_gaps(links), *_breaks(links), *_strays(links, anchors)]


def _gaps(links: list[Link]) -> Iterator[Problem]:
    if links and links[0].seq != 1:
        yield Problem(links[0].seq, f"The log begins with entry {links[0].seq} instead of 1.")
    for before, after in pairwise(links):
        if after.seq != before.seq + 1:
            yield Problem(before.seq + 1, f"Entries {before.seq + 1} to {after.seq - 1} are missing.")


def _breaks(links: list[Link]) -> Iterator[Problem]:
    previous = GENESIS
    for link in links:
        if not _holds(previous, link):
            yield Problem(link.seq, f"Entry {link.seq} was changed, or does not follow the one before it.")
        previous = link.hash


def _holds(previous: bytes, link: Link) -> bool:
    try:
        subject = json.loads(link.subject)
        entry = {"seq": link.seq, "at": link.at, "actor": link.actor, "act": link.act, "subject": subject}
        return link_hash(previous, entry) == link.hash and canonical(subject) == link.subject
    except (TypeError, ValueError):
        return False


def _strays(links: list[Link], anchors: Iterable[Anchor]) -> Iterator[Problem]:
    places = {link.hash.hex(): link.seq for link in links}
    last = links[-1].seq if links else 0
    for anchor in anchors:
        place = places.get(anchor.hash)
        if place is not None and anchor.seq in (None, place):
            continue
        if anchor.seq is not None and anchor.seq > last:
            yield Problem(last + 1, f"Entries {last + 1} to {anchor.seq} are missing: {anchor.source} knows them.")
        else:
            where = "" if anchor.seq is None else f" {anchor.seq}"
            yield Problem(anchor.seq, f"Entry{where} is not the one that {anchor.source} knows.")


def page(connection: Connection, *, before: int | None = None, size: int = 100) -> list[AuditEntry]:
    """The newest entries first, those before entry ``before``; actors as people call them."""
    query = select(tables.audit).order_by(desc(tables.audit.c.seq)).limit(size)
    if before is not None:
        query = query.where(tables.audit.c.seq < before)
    names = people.names(connection)
    return [
        AuditEntry(
            seq=row.seq,
            at=row.at,
            actor=names.get(row.actor, row.actor),
            act=row.act,
            subject=json.loads(row.subject),
            hash=row.hash.hex(),
        )
        for row in connection.execute(query)
    ]
