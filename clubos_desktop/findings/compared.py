"""What is compared with what: the field of each system, its rule, how often it is filled, with samples of one record.

What only Wild Apricot shows stands in the same list, the club's own contact fields one by one: nothing that is not
compared is hidden.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection

from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.diff.texts import plain
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.fields import COMPARED, NOT_COMPARABLE
from clubos_desktop.model.money import show
from clubos_desktop.model.records import FieldDefinition, Member, Record
from clubos_desktop.model.time import wall
from clubos_desktop.store import pairs, views

LOOKED: Final = 500
"""Records of each domain that are looked at."""

SAMPLES: Final = 3
_MONEY: Final = ("balance", "fee", "paid")
_TIMES: Final = ("start", "end", "registered")

_THEIRS: Final[dict[Domain, dict[str, tuple[str, str]]]] = {
    Domain.MEMBERS: {
        "first_name": ("FirstName", "firstName"),
        "last_name": ("LastName", "lastName"),
        "email": ("Email", "email"),
        "phone": ("Phone", "phone"),
        "status": ("Status, IsSuspendedMember", "status"),
        "level": ("MembershipLevel", "tier"),
        "joined": ("MemberSince", "joinedAt"),
        "organization": ("Organization", ""),
        "renewal_due": ("RenewalDue", ""),
        "balance": ("Balance", ""),
        "archived": ("IsArchived", ""),
        "suspended": ("IsSuspendedMember", ""),
        "bundle": ("BundleId", ""),
        "groups": ("Groups", ""),
    },
    Domain.EVENTS: {
        "title": ("Name", "title"),
        "start": ("StartDate", "startTime"),
        "end": ("EndDate", "endTime"),
        "location": ("Location", "location"),
        "capacity": ("RegistrationsLimit", "capacity"),
        "category": ("the first of Tags", "category"),
        "published": ("AccessLevel", "isPublished"),
        "description": ("Details.DescriptionHtml", "description"),
        "zone": ("Details.TimeZone", ""),
        "tags": ("Tags", ""),
    },
    Domain.REGISTRATIONS: {
        "status": ("Status, OnWaitlist", "status"),
        "registered": ("RegistrationDate", "registeredAt"),
        "ticket": ("RegistrationType", ""),
        "guests": ("GuestRegistrationsSummary", ""),
        "checked_in": ("IsCheckedIn", ""),
        "fee": ("RegistrationFee", ""),
        "paid": ("PaidSum", ""),
    },
}
"""What each system calls a field (wild-apricot-api.md, clubos-api.md B and C)."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A field. ``kind`` is its rule, "" where it is not compared; ``clubos`` is "" where ClubOS does not show it.

    ``filled`` says of how many of the ``looked`` records of each system it has a value; ``samples`` are both values of
    one record.
    """

    domain: Domain
    field: str
    label: str
    legacy: str
    clubos: str
    kind: str
    looked: tuple[int, int]
    filled: tuple[int, int]
    samples: tuple[tuple[str, str], ...]


def fields(conn: Connection, rules: RuleSet) -> tuple[Compared, ...]:
    """Every field of members, events and registrations, those that are compared first."""
    found = [each for domain in PAIRED for each in _of(conn, rules, domain)]
    return tuple(sorted(found, key=lambda each: not each.kind))


def _of(conn: Connection, rules: RuleSet, domain: Domain) -> Iterator[Compared]:
    left = list(islice(views.current(conn, Side.LEGACY, domain), LOOKED))
    right = list(islice(views.current(conn, Side.CLUBOS, domain), LOOKED))
    by_key = {each.key: each for each in right}
    paired = pairs.keyed(conn, domain, Side.LEGACY, [each.key for each in left])
    both = [(each, by_key[other]) for each in left if (other := paired.get(each.key)) in by_key]
    looked = len(left), len(right)
    for field in COMPARED[domain]:
        theirs = _THEIRS[domain][field.name]
        filled = _filled(left, field.name), _filled(right, field.name)
        samples = [(_said(one, field.name, rules), _said(other, field.name, rules)) for one, other in both]
        kind = rules.kind(domain, field.name)
        yield Compared(domain, field.name, field.label, *theirs, kind, looked, filled, _few(samples))
    for field in NOT_COMPARABLE[domain]:
        if field.name == "custom":
            yield from _own(conn, left, looked)
            continue
        theirs = _THEIRS[domain][field.name]
        samples = [(_said(one, field.name, rules), "") for one in left]
        filled = _filled(left, field.name), 0
        yield Compared(domain, field.name, field.label, *theirs, "", looked, filled, _few(samples))


def _own(conn: Connection, left: Sequence[Record], looked: tuple[int, int]) -> Iterator[Compared]:
    """The club's own contact fields, by the name that Wild Apricot gives them."""
    own: list[Mapping[str, Any]] = [each.custom for each in left if isinstance(each, Member)]
    filled = Counter(code for custom in own for code, value in custom.items() if _text(value))
    names = {
        each.code: each.name
        for each in views.current(conn, Side.LEGACY, Domain.FIELDS)
        if isinstance(each, FieldDefinition) and each.code
    }
    for code in sorted({*filled, *(code for code in names if code and code.startswith("custom-"))}):
        samples = [(_text(custom.get(code)), "") for custom in own]
        label = names.get(code) or code
        yield Compared(Domain.MEMBERS, f"custom.{code}", label, code, "", "", looked, (filled[code], 0), _few(samples))


def _filled(some: Sequence[Record], field: str) -> int:
    return sum(bool(_text(getattr(each, field, None))) for each in some)


def _said(record: Record, field: str, rules: RuleSet) -> str:
    value = getattr(record, field, None)
    if field in _MONEY and isinstance(value, int):
        return show(value, getattr(record, "currency", None) or rules.currency)
    if field in _TIMES and isinstance(value, str):
        return wall(value, rules.zone)
    return _text(value)


def _text(value: object) -> str:
    if value is None or value in ("", (), [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return plain(str(value))


def _few(samples: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The first unlike ones that say something."""
    return tuple(dict.fromkeys(each for each in samples if any(each)))[:SAMPLES]
