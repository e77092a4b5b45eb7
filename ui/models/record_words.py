"""Records as the list and the two columns of Records say them. No Qt in here."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from clubos_desktop.diff.texts import plain
from clubos_desktop.model.differences import Difference, Kind
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS, NOT_COMPARABLE, SIDE_LABELS, Field
from clubos_desktop.model.money import show
from clubos_desktop.model.records import Event, Record
from clubos_desktop.model.time import day_of, spell, wall
from clubos_desktop.store import views
from clubos_desktop.store.views import RecordDetail, RecordRow, Sighting
from ui.tone import Tone
from ui.words import count, number, shorten

if TYPE_CHECKING:
    from clubos_desktop.store.around import Booking

NOTHING = "–"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
UNSEEN = "not shown by ClubOS"
DIFFERENT = "different"


class Segment(StrEnum):
    """What the list shows. On screen in this order."""

    MEMBERS = "Members"
    EVENTS = "Events"
    REGISTRATIONS = "Registrations"
    MONEY = "Money"


SEGMENT_DOMAINS: dict[Segment, tuple[Domain, ...]] = {
    Segment.MEMBERS: (Domain.MEMBERS,),
    Segment.EVENTS: (Domain.EVENTS,),
    Segment.REGISTRATIONS: (Domain.REGISTRATIONS,),
    Segment.MONEY: (Domain.INVOICES, Domain.PAYMENTS, Domain.REFUNDS, Domain.DONATIONS),
}
CHECKED = (Domain.INVOICES, Domain.PAYMENTS, Domain.REFUNDS)
"""Money that is added up within Wild Apricot; a donation has nothing to be added up with."""

MONEY_FIELDS = (
    Field("number", "Number"),
    Field("dated", "Date"),
    Field("amount", "Amount"),
    Field("paid", "Paid"),
    Field("is_paid", "Settled"),
    Field("allocated", "Set against invoices"),
    Field("refunded", "Given back"),
    Field("settled", "Set against payments"),
    Field("tender", "Paid by"),
    Field("kind", "Kind"),
    Field("origin", "For"),
    Field("comment", "Comment"),
    Field("void", "Void"),
)
APART = {"guest": "a guest, cannot be compared", "superseded": "replaced by a later one"}


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a record on both sides. ``word`` says how they compare, "" where there is nothing to say."""

    label: str
    wild_apricot: str
    clubos: str
    tone: Tone | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The answer above the list, and the line of why."""

    answer: str
    why: str


def value(record: Record | None, field: str, zone: str) -> str:
    """A field as people read it: days with their month, times as wall time, money with its currency."""
    if record is None:
        return NOTHING
    if field == "status":
        return _status(record)
    found = getattr(record, field, None)
    if found is None or found in ("", (), {}):
        return NOTHING
    special: Callable[[Record, object, str], str] | None = _SPECIAL.get(field)
    return special(record, found, zone) if special else _plain(found)


def _status(record: Record) -> str:
    """The source's own word, apart; Wild Apricot tells suspension and cancellation by flags."""
    if getattr(record, "suspended", None):
        return "Suspended"
    if getattr(record, "cancelled", None):
        return "Cancelled"
    word = getattr(record, "status", None)
    return _CAMEL.sub(" ", word).replace("_", " ").capitalize() if word else NOTHING


def _plain(found: object) -> str:
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, tuple):
        return ", ".join(str(part) for part in found)
    if isinstance(found, dict):
        return "\n".join(f"{key}: {_plain(part)}" for key, part in found.items() if part not in (None, "", [], {}))
    if isinstance(found, list):
        return ", ".join(_plain(part) for part in found)
    return str(found)


def _money(record: Record, found: object, _zone: str) -> str:
    return show(int(str(found)), getattr(record, "currency", None) or "")


def _time(record: Record, found: object, zone: str) -> str:
    own = record.zone if isinstance(record, Event) and record.zone else zone
    if isinstance(record, Event) and record.all_day:
        return f"{spell(day_of(str(found), own))}, all day"
    return wall(str(found), own)


_SPECIAL: dict[str, Callable[[Record, object, str], str]] = {
    "joined": lambda _record, found, _zone: spell(str(found)),
    "renewal_due": lambda _record, found, _zone: spell(str(found)),
    "dated": lambda _record, found, zone: spell(day_of(str(found), zone)),
    "start": _time,
    "end": _time,
    "registered": _time,
    "description": lambda _record, found, _zone: plain(str(found)),
    **dict.fromkeys(("balance", "fee", "amount", "allocated", "refunded", "settled"), _money),
    "paid": lambda record, found, zone: _plain(found) if isinstance(found, bool) else _money(record, found, zone),
}


def waiting(found: "Sequence[Booking]") -> dict[str, int]:
    """Of the bookings of one event the place of each on the waiting list, by its key: who came first stands first."""
    queue = [
        each for each in found if each.record.waitlisted or (each.record.status or "") in ("OnWaitlist", "WAITLISTED")
    ]
    queue.sort(key=lambda each: (each.record.registered or "~", each.key))
    return {each.key: place for place, each in enumerate(queue, 1)}


def state(row: RecordRow, *, both: bool) -> tuple[Tone | None, str]:
    """How a row's two sides compare. ``both`` is False while one of the systems has not been copied yet."""
    if row.gone or row.missing:
        return Tone.UNMEASURED, "no longer listed" if row.gone else "not listed last time"
    if row.domain in FINANCE:
        return _books(row)
    if row.apart:
        return Tone.UNMEASURED, APART.get(row.apart, "cannot be compared")
    if row.legacy_id is None or row.clubos_id is None:
        here = SIDE_LABELS[Side.CLUBOS if row.legacy_id is None else Side.LEGACY]
        return (Tone.NEEDS, f"only in {here}") if both else (None, "")
    if row.changed:
        return Tone.NEEDS, f"{row.changed} different"
    return Tone.GOOD, "same"


def _books(row: RecordRow) -> tuple[Tone | None, str]:
    if row.changed:
        return Tone.NEEDS, "does not add up"
    return (Tone.GOOD, "adds up") if row.domain in CHECKED else (None, "")


def lines(detail: RecordDetail, zone: str) -> tuple[Line, ...]:
    """Every field of a record: first those that both systems show, then those that only Wild Apricot shows."""
    left, right = _record(detail.legacy), _record(detail.clubos)
    if detail.domain in FINANCE:
        faults = {difference.field for difference in detail.differences if difference.kind is Kind.CHANGED}
        shown = [_money_line(left, field, zone, faults) for field in MONEY_FIELDS]
        return tuple(line for line in shown if line.wild_apricot != NOTHING)
    found = {difference.field: difference for difference in detail.differences}
    compared = [_line((left, right), field, zone, found.get(field.name)) for field in COMPARED[detail.domain]]
    rest = [
        Line(field.label, value(left, field.name, zone), UNSEEN if right is not None else NOTHING)
        for field in NOT_COMPARABLE[detail.domain]
    ]
    return (*compared, *(line for line in rest if line.wild_apricot != NOTHING))


def _money_line(left: Record | None, field: Field, zone: str, faults: set[str]) -> Line:
    wrong = field.name in faults
    return Line(
        field.label,
        value(left, field.name, zone),
        NOTHING,
        Tone.NEEDS if wrong else None,
        "does not add up" if wrong else "",
    )


def _line(both: tuple[Record | None, Record | None], field: Field, zone: str, difference: Difference | None) -> Line:
    if difference is not None and difference.kind in _DIFFERING:
        tone, word = _DIFFERING[difference.kind]
        return Line(field.label, difference.legacy or NOTHING, difference.clubos or NOTHING, tone, word)
    left, right = (value(each, field.name, zone) for each in both)
    if None in both:
        return Line(field.label, left, right)
    return Line(field.label, left, right, Tone.GOOD, "same")


_DIFFERING = {Kind.CHANGED: (Tone.NEEDS, DIFFERENT), Kind.IGNORED: (Tone.GOOD, "equal by your rules")}


def _record(sighting: Sighting | None) -> Record | None:
    return None if sighting is None else sighting.record


def standing(detail: RecordDetail) -> tuple[Tone | None, str]:
    """One line below the name: where the record stands and how its two sides were brought together."""
    open_ones = [each for each in detail.differences if each.kind is Kind.CHANGED]
    if detail.domain in FINANCE:
        fault = next((each.detail for each in open_ones if each.detail), "")
        return (Tone.NEEDS, fault or "Does not add up.") if open_ones else (None, "ClubOS shows no amounts.")
    if detail.legacy is None or detail.clubos is None:
        here = SIDE_LABELS[Side.CLUBOS if detail.legacy is None else Side.LEGACY]
        return Tone.NEEDS, f"Only in {here}."
    if open_ones:
        return Tone.NEEDS, f"In both systems, {count(len(open_ones), 'field')} different."
    return Tone.GOOD, "In both systems, and the same."


def heading(conn: Connection, domain: Domain) -> Heading:
    """What the list holds, with its whole."""
    sides = {total.side: total for total in views.totals(conn) if total.domain is domain}
    one = DOMAIN_LABELS[domain].lower().removesuffix("s")
    legacy, clubos = (sides[side].present if side in sides else 0 for side in Side)
    if domain in FINANCE:
        return Heading(
            f"{count(legacy, one)} in Wild Apricot.",
            "ClubOS shows no amounts: these are added up within Wild Apricot, and nobody calls them equal.",
        )
    if len([side for side in sides.values() if side.accepted]) < len(Side):
        here = SIDE_LABELS[Side.LEGACY if legacy else Side.CLUBOS]
        answer = f"{count(legacy or clubos, one)}, from one side only."
        return Heading(answer, f"Only {here} has been copied so far.")
    pairs = views.pair_totals(conn).get(domain, 0)
    alone = [
        f"{number(sum(each.n for each in views.counts(conn) if each.domain is domain and each.kind is kind))} only in "
        f"{SIDE_LABELS[side]}"
        for kind, side in ((Kind.ONLY_LEGACY, Side.LEGACY), (Kind.ONLY_CLUBOS, Side.CLUBOS))
    ]
    return Heading(
        f"{count(pairs, one)} in both systems.",
        f"{alone[0]}, {alone[1]}; Wild Apricot has {number(legacy)} in all, ClubOS {number(clubos)}.",
    )


def both_copied(conn: Connection, domain: Domain) -> bool:
    """True when both systems' copy of a domain has been accepted once."""
    return domain not in PAIRED or {side for side, of in views.latest_accepted(conn) if of is domain} == set(Side)


def nobody(text: str, likely: tuple[str, ...], domain: Domain) -> str:
    """The sentence for a search without a result: "Nobody matches 'illih'. Similar: Ann Illich."."""
    who = "Nobody" if domain is Domain.MEMBERS else "Nothing"
    said = f"{who} matches '{shorten(text, 40)}'."
    return f"{said} Similar: {', '.join(shorten(each, 40) for each in likely)}." if likely else said
