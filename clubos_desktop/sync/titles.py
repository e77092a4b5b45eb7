"""What people call a record: a member's name, an event's title and date, "Name at Event" for a registration."""

from collections.abc import Mapping
from zoneinfo import ZoneInfoNotFoundError

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.money import show
from clubos_desktop.model.records import (
    Allocation,
    Donation,
    Event,
    Instant,
    Invoice,
    Member,
    Payment,
    Record,
    Refund,
    Registration,
)
from clubos_desktop.model.time import from_instant, zone

Names = Mapping[tuple[Domain, str], str]
"""Titles of the members and events of the same side, by domain and key."""


def title(record: Record, names: Names, zone_name: str) -> str:
    """What people call a record; ``zone_name`` is the zone its days are told in, unless it has its own."""
    if isinstance(record, Member):
        return _member(record)
    if isinstance(record, Event):
        return _event(record, zone_name)
    if isinstance(record, Registration):
        return attending(record.member, record.event, record.guest_of, names)
    if isinstance(record, Invoice):
        return _of(f"Invoice {record.number or record.key}", record.member, names)
    if isinstance(record, Payment | Refund | Donation | Allocation):
        return _of(_sum(record, zone_name), getattr(record, "member", None), names)
    return str(getattr(record, "name", None) or record.key)


def sort_key(record: Record, called: str) -> str:
    """The folded title for order and search; a member is found by e-mail too."""
    found = called.casefold()
    return f"{found}\t{record.email.casefold()}" if isinstance(record, Member) and record.email else found


def attending(member: str | None, event: str | None, guest_of: str | None, names: Names) -> str:
    """What a registration is called, from the titles of its member and its event."""
    who = names.get((Domain.MEMBERS, member)) if member is not None else None
    what = names.get((Domain.EVENTS, event)) if event is not None else None
    who = who or "Somebody without a name"
    return f"{f'Guest of {who}' if guest_of is not None else who} at {what or 'an event that is not here'}"


def _member(member: Member) -> str:
    name = f"{(member.first_name or '').strip()} {(member.last_name or '').strip()}".strip()
    return name or member.organization or member.email or "Somebody without a name"


def _event(event: Event, zone_name: str) -> str:
    called = " ".join((event.title or "").split()) or "An event without a title"
    return called if event.start is None else f"{called}, {_day(event.start, event.zone or zone_name)}"


def _sum(record: Payment | Refund | Donation | Allocation, zone_name: str) -> str:
    kind = type(record).__name__
    amount = "" if record.amount is None else f" of {show(record.amount, record.currency or '')}".rstrip()
    return kind + amount + ("" if record.dated is None else f", {_day(record.dated, zone_name)}")


def _of(what: str, member: str | None, names: Names) -> str:
    who = names.get((Domain.MEMBERS, member)) if member is not None else None
    return what if who is None else f"{what}, {who}"


def _day(instant: Instant, zone_name: str) -> str:
    try:
        moment = from_instant(instant).astimezone(zone(zone_name))
    except (ZoneInfoNotFoundError, ValueError):
        return instant[:10]
    return f"{moment.day} {moment:%b %Y}"
