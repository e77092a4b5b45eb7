"""A landed run read and made ready to be accepted, outside any transaction: what is new, what changed, what is away.

Two guards stand before any parsing: a page whose hash is known holds nothing new and is not even split; a raw answer
whose hash is known is not parsed. Of what changed only records with another raw answer than the stored one are
printed. Hashes carry a salt of the reading (``making.salt``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import xxhash
from sqlalchemy import Connection

from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.errors import ContractError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.protocols import Reader
from clubos_desktop.model.runs import Account, Listing, Mode, Run
from clubos_desktop.store import mirror, records
from clubos_desktop.store.database import Database
from clubos_desktop.store.records import Fresh, Stored
from clubos_desktop.sync.making import Arrived, maker, salt, without_collecting
from clubos_desktop.sync.titles import Names

_PAGES_AT_ONCE = 20
_RECORDS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Landed:
    """A run whose listing is at its end, with what is needed to read it.

    ``left`` fills, while it is read, with the (key, why) of records that a person had set aside: they were listed and
    are neither new nor changed nor gone. ``settled`` is called inside the transaction that accepts the run.
    """

    run: Run
    reader: Reader
    account: Account
    left: list[tuple[str, str]] = field(default_factory=list)
    settled: Callable[[Connection, Run], None] | None = None

    @property
    def left_keys(self) -> frozenset[str]:
        """Keys of the records that were set aside."""
        return frozenset(key for key, _ in self.left)


@dataclass(slots=True)
class Prepared:
    """A run ready to be judged and accepted.

    ``seen`` are ids of listed records whose raw answer is known; ``new`` were never here; ``changed`` have another
    answer than ``old``, by key. ``known_pages`` are hashes of pages that were known, ``read_pages`` the others with
    the hash and key of each record, ``ids`` the ids of known answers by key. ``reread`` are known answers under
    another hash: (hash, id). ``stamp`` is the run that was accepted last when this was made: a later one makes it
    void.
    """

    run: Run
    listing: Listing
    stamp: int
    seen: set[int] = field(default_factory=set)
    new: list[Fresh] = field(default_factory=list)
    changed: list[Fresh] = field(default_factory=list)
    old: dict[str, Stored] = field(default_factory=dict)
    known_pages: set[bytes] = field(default_factory=set)
    read_pages: list[tuple[bytes, list[tuple[bytes, str | int]]]] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    reread: list[tuple[bytes, int]] = field(default_factory=list)

    @property
    def listed(self) -> int:
        """How many different records the listing brought."""
        return len(self.seen) + len(self.new) + len(self.changed)


def prepare(database: Database, landed: Landed, rules: RuleSet) -> Job[Prepared]:
    """Read a landed run. Raises ContractError when an answer cannot be read; nothing is written."""
    run = landed.run
    with database.read() as conn:
        listing = mirror.listing(conn, run.id)
        if listing is None:
            raise ValueError("the listing is not at its end")
        prepared = Prepared(run, listing, mirror.last_accepted(conn, run.side, run.domain))
        known = records.known_pages(conn, run.side, run.domain) if run.mode is Mode.FULL else {}
        reading = _Reading(landed, salt(landed.account), known)
        total = mirror.page_count(conn, run.id)
        names = titles_of_parents(conn, run.side) if run.domain not in {Domain.MEMBERS, Domain.EVENTS} else {}
    label = f"Reading {DOMAIN_LABELS[run.domain].lower()} from {SIDE_LABELS[run.side]}"
    make = maker(run.domain, run.side, rules, names, landed.account.zone)
    first: dict[str, Fresh] = {}
    for start in range(0, total, _PAGES_AT_ONCE):
        yield Progress(label, start, total)
        with database.read() as conn, without_collecting():
            for page in mirror.pages(conn, run.id, start, _PAGES_AT_ONCE):
                _read_page(conn, prepared, reading, page.body or page.hash, known=not page.body)
            if not prepared.stamp:  # a first copy: nothing is stored to compare with, so that no record waits for it
                first.update((fresh.key, fresh) for fresh in make(reading.arrived.values()))
                reading.arrived.clear()
    prepared.new += first.values()
    arrived = list(reading.arrived.values())
    for start in range(0, len(arrived), _RECORDS_AT_ONCE):
        yield Progress(label, start, len(arrived))
        some = arrived[start : start + _RECORDS_AT_ONCE]
        with database.read() as conn:
            some, old = _other_answers(conn, prepared, some)
            for fresh in make(some):
                _sort_out(conn, prepared, fresh, old.get(fresh.key))
    return prepared


def titles_of_parents(conn: Connection, side: Side) -> Names:
    """Titles of all members and events of a side."""
    return {
        (domain, key): called
        for domain in (Domain.MEMBERS, Domain.EVENTS)
        for key, called in records.all_titles(conn, side, domain)
    }


@dataclass(slots=True)
class _Reading:
    """What reading pages needs, and the records that arrived, the last one of a key.

    ``hashes`` are those of all stored answers, loaded when a page of a copy of everything is not known.
    """

    landed: Landed
    salt: int
    known: dict[bytes, bytes]
    hashes: dict[bytes, int] | None = None
    arrived: dict[str, Arrived] = field(default_factory=dict)


def _hash(body: bytes, salted: int) -> bytes:
    return xxhash.xxh3_128_digest(body, salted)


def _read_page(conn: Connection, prepared: Prepared, reading: _Reading, body: bytes, *, known: bool) -> None:
    """Read one page. ``known`` says that ``body`` is only the hash of a page that was known when it landed."""
    run = prepared.run
    page_hash = body if known else _hash(body, reading.salt)
    if page_hash in reading.known:
        prepared.seen.update(records.unpack(reading.known[page_hash]))
        prepared.known_pages.add(page_hash)
        return
    if known:
        raise ContractError(
            f"{DOMAIN_LABELS[run.domain]} changed here while they were copied. Nothing was taken over.",
            remedy="Copy again.",
            code="copy.overtaken",
        )
    if reading.hashes is None:
        whole = run.mode is Mode.FULL and prepared.stamp
        reading.hashes = records.known_hashes(conn, run.side, run.domain) if whole else {}
    left = len(reading.landed.left)
    raws = reading.landed.reader.split(run.domain, body)
    found = [_hash(raw, reading.salt) for raw in raws]
    hashes = reading.hashes
    unknown = [index for index, each in enumerate(found) if each not in hashes] if hashes else range(len(found))
    read = _parse(reading.landed, raws, found, unknown)
    reading.arrived.update([(arrived.record.key, arrived) for arrived in read])
    places: list[tuple[bytes, str | int]] = [(arrived.raw_hash, arrived.record.key) for arrived in read]
    if len(read) < len(found):
        news = iter(places)
        places = [(each, hashes[each]) if each in hashes else next(news) for each in found]
        prepared.seen.update(hashes[each] for each in found if each in hashes)
    if len(reading.landed.left) == left:  # a page with records set aside is read again each time, to list them
        prepared.read_pages.append((page_hash, places))


def _parse(landed: Landed, raws: Sequence[bytes], hashes: Sequence[bytes], unknown: Sequence[int]) -> list[Arrived]:
    """The records of unknown raw answers. Raises ContractError with every fault."""
    if not unknown:
        return []
    domain, side = landed.run.domain, landed.run.side
    some = [raws[index] for index in unknown]
    reading = landed.reader.parse(domain, some)
    if reading.faults or len(reading.records) != len(some):
        faults = tuple(f"{fault.where}: {fault.what}" for fault in reading.faults)
        raise ContractError(
            f"{len(faults) or 'Some'} of the answers about {DOMAIN_LABELS[domain].lower()} cannot be read. "
            "Nothing was taken over.",
            remedy=f"Copy again. If it stays so, {SIDE_LABELS[side]} answers in another way than it used to.",
            code="contract.records",
            faults=faults,
        )
    return [
        Arrived(record, raw, hashes[index]) for record, raw, index in zip(reading.records, some, unknown, strict=True)
    ]


def _other_answers(
    conn: Connection, prepared: Prepared, arrived: Sequence[Arrived]
) -> tuple[list[Arrived], dict[str, Stored]]:
    """The arrived records without those whose raw answer is the stored one, and what is stored of them.

    A listing of changes looks back and brings many of these again.
    """
    run = prepared.run
    hashes = records.stored_hashes(conn, run.side, run.domain, [each.record.key for each in arrived])
    other, ids = [], []
    for each in arrived:
        key = each.record.key
        identity, raw_hash = hashes.get(key, (0, b""))
        if identity and raw_hash == each.raw_hash:
            prepared.seen.add(identity)
            prepared.ids[key] = identity
            continue
        other.append(each)
        if identity:
            ids.append(identity)
    return other, records.stored(conn, ids)


def _sort_out(conn: Connection, prepared: Prepared, fresh: Fresh, old: Stored | None) -> None:
    """New, changed, or the same answer read in another way with the same result."""
    if old is None:
        prepared.new.append(fresh)
        return
    if old.fields == fresh.fields and records.raw_of(conn, old.id) == fresh.raw:
        prepared.reread.append((fresh.raw_hash, old.id))
        prepared.seen.add(old.id)
        prepared.ids[fresh.key] = old.id
        return
    fresh.id = old.id
    if old.apart == "superseded" and not fresh.apart:
        fresh.apart = old.apart  # matching decides that, not this record alone
    prepared.seen.discard(old.id)
    prepared.old[fresh.key] = old
    prepared.changed.append(fresh)
