"""A landed run read and made ready to be accepted, outside any transaction: what is new, what changed, what is away.

Two guards stand before any parsing: a page whose hash is known holds nothing new and is not even split; a raw answer
whose hash is known is not parsed. Hashes carry a salt of the reading (connector, zone, currency, ``READING``), so that
another reading of the same bytes is made, never taken for the old one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec
import xxhash
from sqlalchemy import Connection

from clubos_desktop.diff.match import candidate
from clubos_desktop.diff.normal import prints
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.errors import ContractError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.protocols import Reader
from clubos_desktop.model.records import Record
from clubos_desktop.model.runs import Account, Listing, Run
from clubos_desktop.store import mirror, records
from clubos_desktop.store.database import Database
from clubos_desktop.store.records import Fresh, Stored
from clubos_desktop.sync.titles import Names, sort_key, title

READING = 1
"""Raise it when a connector reads the same raw answer into other fields, so that known answers are read again."""

_PAGES_AT_ONCE = 20
_pack = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class Landed:
    """A run whose listing is at its end, with what is needed to read it."""

    run: Run
    reader: Reader
    account: Account


@dataclass(slots=True)
class Prepared:
    """A run ready to be judged and accepted.

    ``seen`` are ids of listed records whose raw answer is known, ``fresh`` the others by key. ``known_pages`` are
    hashes of pages that were known, ``read_pages`` the others with their records: ids, or raw hash and key. ``reread``
    are known answers under another hash (hash, id), ``same`` their ids by key.
    ``stamp`` is the run that was accepted last when this was made: a later one makes it void.
    """

    run: Run
    listing: Listing
    stamp: int
    seen: set[int] = field(default_factory=set)
    fresh: dict[str, Fresh] = field(default_factory=dict)
    old: dict[str, Stored] = field(default_factory=dict)
    known_pages: set[bytes] = field(default_factory=set)
    read_pages: list[tuple[bytes, list[int | tuple[bytes, str]]]] = field(default_factory=list)
    reread: list[tuple[bytes, int]] = field(default_factory=list)
    same: dict[str, int] = field(default_factory=dict)

    @property
    def new(self) -> list[Fresh]:
        """Records that were never here."""
        return [fresh for fresh in self.fresh.values() if fresh.key not in self.old]

    @property
    def changed(self) -> list[Fresh]:
        """Known records with another raw answer."""
        return [fresh for fresh in self.fresh.values() if fresh.key in self.old]


def prepare(database: Database, landed: Landed, rules: RuleSet) -> Job[Prepared]:
    """Read a landed run. Raises ContractError when an answer cannot be read; nothing is written."""
    run = landed.run
    reading = (landed.account.kind, landed.account.zone, landed.account.currency, READING)
    salt = xxhash.xxh3_64_intdigest(_pack(reading))
    label = f"Reading {DOMAIN_LABELS[run.domain].lower()} from {SIDE_LABELS[run.side]}"
    with database.read() as conn:
        listing = mirror.listing(conn, run.id)
        if listing is None:
            raise ValueError("the listing is not at its end")
        prepared = Prepared(run, listing, stamp(database, run))
        total = mirror.page_count(conn, run.id)
        known = records.known_pages(conn, run.side, run.domain)
        names = titles_of_parents(conn, run.side) if run.domain not in (Domain.MEMBERS, Domain.EVENTS) else {}
    making = _Making(landed, rules, names, salt)
    hashes: dict[bytes, int] | None = None
    for start in range(0, total, _PAGES_AT_ONCE):
        yield Progress(label, start, total)
        with database.read() as conn:
            pages = mirror.pages(conn, run.id, start, _PAGES_AT_ONCE)
            if hashes is None and not all(_hash(page.body, salt) in known for page in pages):
                hashes = records.known_hashes(conn, run.side, run.domain)
        for page in pages:
            page_hash = _hash(page.body, salt)
            if page_hash in known:
                prepared.seen.update(records.unpack(known[page_hash]))
                prepared.known_pages.add(page_hash)
            else:
                _read_page(prepared, making, page.body, page_hash, hashes or {})
    yield from _compare_with_stored(database, prepared)
    return prepared


def stamp(database: Database, run: Run) -> int:
    """The run of the same side and domain that was accepted last; 0 when there is none."""
    with database.read() as conn:
        return mirror.last_accepted(conn, run.side, run.domain)


def titles_of_parents(conn: Connection, side: Side) -> Names:
    """Titles of all members and events of a side."""
    return {
        (domain, key): called
        for domain in (Domain.MEMBERS, Domain.EVENTS)
        for key, called in records.all_titles(conn, side, domain)
    }


def _hash(body: bytes, salt: int) -> bytes:
    return xxhash.xxh3_128_digest(body, salt)


@dataclass(frozen=True, slots=True)
class _Making:
    """What turns raw answers into what is stored."""

    landed: Landed
    rules: RuleSet
    names: Names
    salt: int

    def fresh(self, raws: Sequence[bytes], hashes: Sequence[bytes]) -> Iterator[Fresh]:
        """Raw answers read, printed and named. Raises ContractError with every fault."""
        domain, side = self.landed.run.domain, self.landed.run.side
        reading = self.landed.reader.parse(domain, raws)
        if reading.faults or len(reading.records) != len(raws):
            faults = tuple(f"{fault.where}: {fault.what}" for fault in reading.faults)
            raise ContractError(
                f"{len(faults) or 'Some'} of the answers about {DOMAIN_LABELS[domain].lower()} cannot be read. "
                "Nothing was taken over.",
                remedy=f"Copy again. If it stays so, {SIDE_LABELS[side]} answers in another way than it used to.",
                code="contract.records",
                faults=faults,
            )
        for record, raw, raw_hash in zip(reading.records, raws, hashes, strict=True):
            yield self._one(record, raw, raw_hash)

    def _one(self, record: Record, raw: bytes, raw_hash: bytes) -> Fresh:
        run = self.landed.run
        fingerprint = exact = paired_by = None
        if run.domain in PAIRED:
            fingerprint, exact = prints(self.rules, run.side, record)
            paired_by = _pack(candidate(self.rules, run.side, record))
        called = title(record, self.names, self.landed.account.zone)
        return Fresh(
            id=0,
            key=record.key,
            raw=raw,
            raw_hash=raw_hash,
            fields=_pack(record),
            modified=record.modified,
            fingerprint=fingerprint,
            exact=exact,
            candidate=paired_by,
            title=called,
            sort=sort_key(record, called),
            member=getattr(record, "member", None),
            event=getattr(record, "event", None),
            apart="guest" if getattr(record, "guest_of", None) is not None else "",
        )


def _read_page(prepared: Prepared, making: _Making, body: bytes, page_hash: bytes, hashes: dict[bytes, int]) -> None:
    raws = making.landed.reader.split(prepared.run.domain, body)
    found = [_hash(raw, making.salt) for raw in raws]
    places: list[int | tuple[bytes, str]] = []
    unknown = [index for index, each in enumerate(found) if each not in hashes]
    made = dict(
        zip(unknown, making.fresh([raws[i] for i in unknown], [found[i] for i in unknown]), strict=True)
        if unknown
        else ()
    )
    for index, each in enumerate(found):
        fresh = made.get(index)
        if fresh is None:
            prepared.seen.add(hashes[each])
            places.append(hashes[each])
        else:
            prepared.fresh[fresh.key] = fresh
            places.append((each, fresh.key))
    prepared.read_pages.append((page_hash, places))


def _compare_with_stored(database: Database, prepared: Prepared) -> Job[None]:
    """Find out which fresh records are known, and which of them only look new (another reading of the same answer)."""
    keys = list(prepared.fresh)
    label = f"Comparing with the last copy of {DOMAIN_LABELS[prepared.run.domain].lower()}"
    for start in range(0, len(keys), 2000):
        yield Progress(label, start, len(keys))
        with database.read() as conn:
            found = records.stored(conn, prepared.run.side, prepared.run.domain, keys[start : start + 2000])
            for key, old in found.items():
                fresh = prepared.fresh[key]
                if old.fields == fresh.fields and records.raw_of(conn, old.id) == fresh.raw:
                    prepared.reread.append((fresh.raw_hash, old.id))
        prepared.old.update(found)
    same = {identity for _, identity in prepared.reread}
    for key, old in list(prepared.old.items()):
        fresh = prepared.fresh[key]
        if old.id in same:
            prepared.old.pop(key)
            prepared.fresh.pop(key)
            prepared.same[fresh.key] = old.id
            prepared.seen.add(old.id)
            continue
        fresh.id = old.id
        if old.apart == "superseded" and not fresh.apart:
            fresh.apart = old.apart  # matching decides that, not this record alone
        prepared.seen.discard(old.id)
