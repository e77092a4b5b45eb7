"""What stands behind a difference: both records, what both last agreed on, what was decided before. No Qt in here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from clubos_desktop.diff.kinds import KINDS
from clubos_desktop.diff.texts import plain
from clubos_desktop.findings import reading
from clubos_desktop.findings.agreed import Agreed, as_compared, last_agreed
from clubos_desktop.model.differences import Difference
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.findings import Decision
from clubos_desktop.model.money import show
from clubos_desktop.model.records import Payment
from clubos_desktop.model.time import day_of, spell
from clubos_desktop.store import around, people, views
from clubos_desktop.store.around import Booking
from clubos_desktop.store.views import RecordDetail, Sighting, SuggestionRow
from clubos_desktop.sync import rulebook
from ui.models.record_words import value
from ui.models.settling import told
from ui.words import listed, moment, shorten

CONTEXT = 6
"""Events and payments that stand beside a difference; Records has all of them."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Everything that was read with one difference. ``compared`` are both values in the form that is compared."""

    detail: RecordDetail | None
    agreed: Agreed | None
    compared: tuple[str, str] | None
    rule: str
    whole: tuple[str, str] | None
    history: tuple[Decision, ...]
    names: dict[str, str]
    bookings: tuple[Booking, ...]
    alike: tuple[SuggestionRow, ...] = ()


def read_behind(conn: Connection, difference: Difference) -> Behind:
    """Read it. Some milliseconds."""
    rules = rulebook.of_club(conn)
    detail = views.detail(conn, difference.domain, legacy_id=difference.legacy_id, clubos_id=difference.clubos_id)
    both = detail is not None and detail.legacy is not None and detail.clubos is not None
    compared = whole = None
    if both and difference.field and detail is not None and detail.legacy is not None and detail.clubos is not None:
        left, right = as_compared(rules, difference.field, detail.legacy.record, detail.clubos.record)
        compared = (left or "(empty)", right or "(empty)")
        if difference.field == "description":
            texts = (str(getattr(each.record, "description", "") or "") for each in (detail.legacy, detail.clubos))
            whole = (plain(next(texts)), plain(next(texts)))
    history = reading.history(conn, difference)
    names = people.names(conn) if history else {}
    bookings = _context(conn, difference.domain, detail)
    kind = KINDS.get(difference.rule)
    rule = f"Equal when {kind.label}." if kind is not None and difference.field else ""
    agreed = last_agreed(conn, rules, difference)
    alike = lone_alike(conn, difference.domain, difference.legacy_id, difference.clubos_id)
    return Behind(detail, agreed, compared, rule, whole, history, names, bookings, alike)


def lone_alike(
    conn: Connection, domain: Domain, legacy_id: str | None, clubos_id: str | None
) -> tuple[SuggestionRow, ...]:
    """Whom a record that only one system has may be in the other, the likeliest first."""
    if domain not in (Domain.MEMBERS, Domain.EVENTS) or (legacy_id is None) == (clubos_id is None):
        return ()
    return views.suggestions_of(conn, domain, legacy_id=legacy_id, clubos_id=clubos_id)


def alike_text(likely: SuggestionRow, side: Side) -> str:
    """Whom a record of ``side`` may be in the other system, and why."""
    title = likely.clubos_title if side is Side.LEGACY else likely.legacy_title
    where = SIDE_LABELS[Side.CLUBOS if side is Side.LEGACY else Side.LEGACY]
    return f"Perhaps the same as {shorten(title, 60) or '(no name)'} in {where}: {listed(likely.reasons)}."


def _context(conn: Connection, domain: Domain, detail: RecordDetail | None) -> tuple[Booking, ...]:
    if detail is None or domain not in (Domain.MEMBERS, Domain.EVENTS):
        return ()
    side, sighting = (Side.LEGACY, detail.legacy) if detail.legacy is not None else (Side.CLUBOS, detail.clubos)
    return () if sighting is None else around.bookings(conn, side, domain, sighting.key, limit=CONTEXT + 1)


def payer(difference: Difference) -> str | None:
    """The key of the member of Wild Apricot whose payments stand beside a difference; None where there is none."""
    return difference.legacy_id if difference.domain is Domain.MEMBERS else None


def read_payments(conn: Connection, member: str) -> tuple[Payment, ...]:
    """What a member paid, as many as are shown and one. A third of a second with 40,000 payments: never at once."""
    return around.payments(conn, member, limit=CONTEXT + 1)


def sources(behind: Behind, zone: str, now: datetime) -> list[str]:
    """Where both values come from, a line each: when the record was changed in its system, which copy brought it."""
    if behind.detail is None:
        return []
    return [_source(each, zone, now) for each in (behind.detail.legacy, behind.detail.clubos) if each is not None]


def _source(sighting: Sighting, zone: str, now: datetime) -> str:
    said = "" if sighting.modified is None else f"record changed there {moment(sighting.modified, zone, now)}, "
    copied = "" if sighting.copied is None else f" {moment(sighting.copied, zone, now)}"
    return f"{SIDE_LABELS[sighting.side]}: {said}copied{copied} (run {sighting.run})."


def agreed_text(agreed: Agreed | None, zone: str, now: datetime) -> str:
    """When both last said the same, and who said something else since; "" when no copy saw that."""
    if agreed is None:
        return ""
    said = f"When they last agreed, {moment(agreed.at, zone, now)}: {agreed.value or '(empty)'}."
    changes = (
        (SIDE_LABELS[Side.LEGACY], agreed.legacy_since),
        (SIDE_LABELS[Side.CLUBOS], agreed.clubos_since),
    )
    since = [f"{where} says something else since {moment(at, zone, now)}" for where, at in changes if at]
    both = " Changed in both." if agreed.both else ""
    return f"{said} {'; '.join(since)}.{both}" if since else said


def context_lines(behind: Behind, zone: str) -> list[str]:
    """The events of a member (or the people of an event) and what was paid, a line each."""
    found = [
        f"{shorten(each.title, 60) or 'somebody who is not in the copy'}, {value(each.record, 'status', zone).lower()}"
        for each in behind.bookings[:CONTEXT]
    ]
    found += ["and more; the whole record has them"] * (len(behind.bookings) > CONTEXT)
    return found


def payment_lines(payments: tuple[Payment, ...], zone: str) -> list[str]:
    """What a member paid, the newest first."""
    found = []
    for each in payments[:CONTEXT]:
        when = spell(day_of(each.dated, zone)) if each.dated else "no date"
        found.append(f"{when}: {show(each.amount or 0, each.currency or '')}{_tender(each)}")
    return found + ["and more; the whole record has them"] * (len(payments) > CONTEXT)


def _tender(payment: Payment) -> str:
    return f", {payment.tender}" if payment.tender else ""


def history_lines(behind: Behind, zone: str, now: datetime) -> list[str]:
    """What was decided and noted about it, newest first, with what became of each."""
    return [told(each, behind.names, moment(each.at, zone, now)) for each in behind.history[:20]]
