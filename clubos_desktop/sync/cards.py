"""Failure cards from what is kept of each failure, and warnings about suspicious results (clubos-api.md row 7)."""

import csv
import io
from collections.abc import Iterator

from sqlalchemy import Connection

from clubos_desktop.model.cards import FailureCard, Hit, Trouble
from clubos_desktop.model.cells import harmless
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import RunState
from clubos_desktop.store import failures, records, views
from clubos_desktop.sync.causes import UNKNOWN, cause, filled

FEW_MEMBERS, FEW_EVENTS = 100, 10
MANY, SKIPPED = 100, 0.9
"""Of more than 100 registrations, more than 90 % that belong to nobody (clubos-api.md row 7)."""


def cards(conn: Connection) -> tuple[FailureCard, ...]:
    """Everything that stands: failures, one card a cause and side, then warnings."""
    groups: dict[tuple[Side, str], list[Trouble]] = {}
    for trouble in (*failures.every(conn), *_untold(conn)):
        groups.setdefault((trouble.side, trouble.code), []).append(trouble)
    return (*(_card(conn, side, code, group) for (side, code), group in groups.items()), *_warnings(conn))


def _card(conn: Connection, side: Side, code: str, group: list[Trouble]) -> FailureCard:
    known = cause(code)
    hits = tuple(
        Hit(each.domain, _hit(conn, each), _since(conn, side, each.domain, each.at), each.run) for each in group
    )
    return FailureCard(
        side,
        code,
        filled(known.title, side),
        group[0].reason,
        filled(known.remedy, side),
        hits,
        known=known is not UNKNOWN,
        again=known.again,
        faults=tuple(fault for each in group for fault in each.faults)[:50],
        has_raw=any(each.raw for each in group),
    )


def _untold(conn: Connection) -> Iterator[Trouble]:
    """Runs that were not made to their end and of which no cause was kept."""
    for (side, domain), run in views.latest_runs(conn).items():
        ended = run.state in (RunState.FAILED, RunState.PARTIAL)
        if ended and failures.read(conn, side, domain) is None:
            yield Trouble(side, domain, "left", run.reason, run.started, run.id)


def _hit(conn: Connection, trouble: Trouble) -> int:
    """How many records a failure hit: those it names, else all of the domain, which are as old as the last copy."""
    if trouble.n is not None:
        return trouble.n
    return records.standing(conn, trouble.side, trouble.domain) if trouble.domain else 0


def _since(conn: Connection, side: Side, domain: Domain | None, at: Instant) -> Instant:
    """When it began: the first copy after the last good one that did not succeed."""
    if domain is None:
        return at
    first: Instant | None = conn.exec_driver_sql(
        "SELECT min(started) FROM run WHERE side = ? AND domain = ? AND state NOT IN ('complete', 'running') AND id > "
        "coalesce((SELECT max(id) FROM run WHERE side = ? AND domain = ? AND state = 'complete'), 0)",
        (side.value, domain.value, side.value, domain.value),
    ).scalar()
    return first or at


def _warnings(conn: Connection) -> Iterator[FailureCard]:
    accepted = views.latest_accepted(conn)
    for side in Side:
        for domain, code, n in _suspicious(conn, side):
            run = accepted.get((side, domain))
            if run is None or run.state is not RunState.COMPLETE:
                continue
            known = cause(code)
            yield FailureCard(
                side,
                code,
                filled(known.title, side),
                "",
                filled(known.remedy, side),
                (Hit(domain, n, run.ended or run.started, run.id),),
                warning=True,
            )


def _suspicious(conn: Connection, side: Side) -> Iterator[tuple[Domain, str, int]]:
    """Each warning with the domain it is about and the number of records behind it."""
    members, events, registrations = (
        records.standing(conn, side, domain) for domain in (Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS)
    )
    if not members:
        yield Domain.MEMBERS, "ZERO_CONTACTS", 0
    elif members < FEW_MEMBERS:
        yield Domain.MEMBERS, "LOW_CONTACT_COUNT", members
    if events < FEW_EVENTS:
        yield Domain.EVENTS, "LOW_EVENT_COUNT", events
    if members and events and not registrations:
        yield Domain.REGISTRATIONS, "ZERO_REGISTRATIONS_UPSERTED", 0
    if registrations > MANY and (lone := _of_nobody(conn, side, registrations)) > SKIPPED * registrations:
        yield Domain.REGISTRATIONS, "HIGH_MEMBER_SKIP_RATIO", lone


def _of_nobody(conn: Connection, side: Side, registrations: int) -> int:
    """Registrations whose member is not among those copied; 0 as soon as enough belong to somebody."""
    enough = int((1 - SKIPPED) * registrations) + 1
    known = int(
        conn.exec_driver_sql(
            "SELECT count(*) FROM (SELECT 1 FROM record r "
            "WHERE r.side = ?1 AND r.domain = 'registrations' AND r.gone_run IS NULL AND EXISTS "
            "(SELECT 1 FROM record m WHERE m.side = ?1 AND m.domain = 'members' AND m.key = r.member) LIMIT ?2)",
            (side.value, enough),
        ).scalar_one()
    )
    return 0 if known == enough else registrations - known


def as_csv(found: tuple[FailureCard, ...]) -> bytes:
    """The cards as a table; no personal value is on a card, but the details are in the sources' own words."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(["Cause", "System", "What", "Records", "Since", "What happened", "What to do", "Details"])
    for card in found:
        for hit in card.hits:
            what = DOMAIN_LABELS[hit.domain] if hit.domain else "Connection"
            row = [card.code, SIDE_LABELS[card.side], what, hit.n, hit.since, card.title, card.remedy]
            sheet.writerow([harmless(str(cell)) for cell in (*row, " | ".join(map(harmless, card.faults)))])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
