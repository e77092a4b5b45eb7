"""What turns an arrived record into what is stored: fields, prints, what it is paired by, what it is called."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import msgspec
import xxhash

from clubos_desktop.diff.candidates import SEPARATOR, Candidate, candidate
from clubos_desktop.diff.normal import printer
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.records import TYPES, Record
from clubos_desktop.model.runs import Account
from clubos_desktop.store.records import Fresh
from clubos_desktop.sync.titles import Names, sort_key, title

READING = 1
"""Raise it when a connector reads the same raw answer into other fields, so that known answers are read again."""

Marks = tuple[int | None, int | None]

_pack = msgspec.msgpack.Encoder().encode


@contextmanager
def without_collecting() -> Iterator[None]:
    """Many records that all stay alive are made: walking them for garbage again and again costs a seventh of it all.

    Never held across a yield of a job.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Arrived(NamedTuple):
    """A record as it came, with its raw answer and the hash of that."""

    record: Record
    raw: bytes
    raw_hash: bytes


def salt(account: Account) -> int:
    """What hashes of raw answers start from: another reading of the same bytes is made, never taken for the old one."""
    return xxhash.xxh3_64_intdigest(_pack((account.kind, account.zone, account.currency, READING)))


def marks(domain: Domain, paired_by: Candidate) -> Marks:
    """Two numbers by which records with an equal exact key are found: of e-mail and phone, or of title and start.

    Every exact key of ``diff.match`` holds one of the two, see ``mark_of_key``.
    """
    return _MARKS.get(domain, _unmarked)(paired_by.parts)


def _marks_of_member(parts: tuple[str | None, ...]) -> Marks:
    email, phone = parts[2:4]
    return None if email is None else _number(email, 0), None if phone is None else _number(phone, 1)


def _marks_of_event(parts: tuple[str | None, ...]) -> Marks:
    title, start, _, _ = parts
    return None if title is None else _number(title, 0), None if start is None else _number(start, 1)


def _unmarked(_parts: tuple[str | None, ...]) -> Marks:
    return None, None


_MARKS = {Domain.MEMBERS: _marks_of_member, Domain.EVENTS: _marks_of_event}


_HELD = {
    Domain.MEMBERS: ((0, 0), (0, 0), (1, 2), (0, 0), (0, 0), (0, 0), (1, 0), (1, 0), (1, 0), (1, 0)),
    Domain.EVENTS: ((0, 0), (0, 0), (0, 0), (1, 0)),
}
"""Which of the two marks the key of a pass holds and in which of its parts, in the order of ``diff.match.PASSES``."""


def mark_of_key(domain: Domain, number: int, key: str) -> tuple[int, int]:
    """Which mark (0 or 1) an exact key of pass ``number`` holds, and that mark."""
    which, part = _HELD[domain][number]
    return which, _number(key.split(SEPARATOR)[part], which)


def _number(text: str, seed: int) -> int:
    """A signed 64-bit number, as SQLite keeps it."""
    return xxhash.xxh3_64_intdigest(text.encode(), seed) - (1 << 63)


def maker(
    domain: Domain, side: Side, rules: RuleSet, names: Names, zone_name: str
) -> Callable[[Iterable[Arrived]], list[Fresh]]:
    """The function that makes the arrived records of one side and domain ready to be stored."""
    hangs = domain is Domain.REGISTRATIONS
    prints = printer(rules, side is Side.LEGACY, TYPES[domain]) if domain in PAIRED else None
    mark = _MARKS.get(domain, _unmarked)

    def make(each: Arrived) -> Fresh:
        record, raw, raw_hash = each
        called = title(record, names, zone_name)
        fresh = Fresh(0, record.key, raw, raw_hash, _pack(record), record.modified, called, sort_key(record, called))
        if prints is not None:
            fresh.fingerprint, fresh.exact = prints(record)
            paired_by = candidate(rules, side, record)
            fresh.candidate = _pack(paired_by)
            fresh.mark_a, fresh.mark_b = mark(paired_by.parts)
        if hangs:
            fresh.member, fresh.event = record.member, record.event  # type: ignore[attr-defined]
            fresh.apart = "" if record.guest_of is None else "guest"  # type: ignore[attr-defined]
        return fresh

    return lambda arrived: list(map(make, arrived))
