"""What matching needs of a record: a small frozen value that can be stored beside it.

``candidate`` depends on the record and on the club's country and zone alone, not on the rules of fields: a club that
does not mind phones still has people recognised by them.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import msgspec

from clubos_desktop.diff import phones, texts
from clubos_desktop.diff.readings import CANCELLED, Reading, readings
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Member, Record, Registration
from clubos_desktop.model.time import day_of

SEPARATOR: Final = "\x1f"


class Candidate(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A record as matching sees it: a compact tuple in memory and, by ``msgspec.msgpack``, in a column.

    ``key`` is the record's key. ``keys`` are the exact keys of the first passes of its domain (``match.PASSES``), None
    where the record has too little for it; further passes join theirs of ``parts``. These, read by passes and
    suggestions, are

    * members: first name, last name, e-mail, phone, day of joining
    * events: title, start ("2026-03-04T17:15", UTC), day of the start in the club's zone, place
    * registrations: member, event, "cancelled" or None, instant of registering, registration that brought a guest
    """

    key: str
    keys: tuple[str | None, ...]
    parts: tuple[str | None, ...]


def candidate(rules: RuleSet, side: Side, record: Record) -> Candidate:
    """The candidate of a member, an event or a registration. Raises KeyError for other domains."""
    return _MAKE[record.domain](rules, side, record)


def _member(rules: RuleSet, _side: Side, member: Member) -> Candidate:
    first = texts.name(member.first_name) or None if member.first_name else None
    last = texts.name(member.last_name) or None if member.last_name else None
    email = texts.email(member.email) or None if member.email else None
    phone = phones.reader(rules.country)(member.phone) or None if member.phone else None
    keys = (
        f"{email}{SEPARATOR}{first}{SEPARATOR}{last}" if email and first and last else None,
        email,
        f"{first}{SEPARATOR}{last}{SEPARATOR}{phone}" if first and last and phone else None,
    )
    return Candidate(member.key, keys, (first, last, email, phone, member.joined or None))


def _event(rules: RuleSet, _side: Side, event: Event) -> Candidate:
    title = texts.fold(event.title or "") or None
    place = texts.fold(event.location or "") or None
    start = event.start[:16] if event.start else None
    day = day_of(event.start, rules.zone) if event.start else None
    keys = (joined(title, start), joined(title, day), title, joined(start, place))
    return Candidate(event.key, keys, (title, start, day, place))


def _registration(rules: RuleSet, side: Side, registration: Registration) -> Candidate:
    cancelled = CANCELLED if _attendance(rules, side is Side.LEGACY)(registration) == CANCELLED else None
    parts = (registration.member, registration.event, cancelled, registration.registered, registration.guest_of)
    return Candidate(registration.key, (joined(registration.member, registration.event),), parts)


@lru_cache(maxsize=16)
def _attendance(rules: RuleSet, legacy: bool) -> Reading:
    """Reads the status of a registration."""
    return readings(rules, Side.LEGACY if legacy else Side.CLUBOS, Domain.REGISTRATIONS)[0]


def joined(*parts: str | None) -> str | None:
    """The parts joined, or None when one is missing."""
    return SEPARATOR.join(parts) if all(parts) else None  # type: ignore[arg-type] # none is None


_MAKE: dict[Domain, Callable[[RuleSet, Side, Any], Candidate]] = {
    Domain.MEMBERS: _member,
    Domain.EVENTS: _event,
    Domain.REGISTRATIONS: _registration,
}
