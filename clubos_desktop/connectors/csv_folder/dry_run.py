"""What an import of files would do, before it does anything."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Record, Registration
from clubos_desktop.model.runs import Fault, Reading


@dataclass(frozen=True, slots=True)
class DryRun:
    """Counts and keys of one domain.

    ``created`` are new here, ``changed`` known with other values, ``same`` known and equal, ``absent`` known but not in
    the file, ``unmatched`` rows that name a member or event that is nowhere, ``faults`` rows that cannot be read,
    ``twice`` keys that the file holds more than once (the last row counts).
    """

    domain: Domain
    created: tuple[str, ...]
    changed: tuple[str, ...]
    same: int
    absent: tuple[str, ...]
    unmatched: tuple[str, ...]
    faults: tuple[Fault, ...]
    twice: tuple[str, ...] = ()


def dry_run(
    domain: Domain, reading: Reading, held: Iterable[Record], known: Mapping[Domain, frozenset[str]] | None = None
) -> DryRun:
    """Compare rows of files with the records ``held`` now; ``known`` are the keys that rows may refer to."""
    there = {record.key: record for record in held}
    came = {record.key: record for record in reading.records}
    known = known or {}
    created = tuple(sorted(came.keys() - there.keys()))
    changed = tuple(sorted(key for key in came.keys() & there.keys() if came[key] != there[key]))
    unmatched = tuple(sorted(key for key, record in came.items() if _names_nobody(record, known)))
    same = len(came.keys() & there.keys()) - len(changed)
    times = Counter(record.key for record in reading.records)
    twice = tuple(sorted(key for key, n in times.items() if n > 1))
    absent = tuple(sorted(there.keys() - came.keys()))
    return DryRun(domain, created, changed, same, absent, unmatched, reading.faults, twice)


def _names_nobody(record: Record, known: Mapping[Domain, frozenset[str]]) -> bool:
    member: str | None = getattr(record, "member", None)
    event = record.event if isinstance(record, Registration) else None
    return any(
        key is not None and domain in known and key not in known[domain]
        for domain, key in ((Domain.MEMBERS, member), (Domain.EVENTS, event))
    )
