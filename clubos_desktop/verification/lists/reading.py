"""Reading what the lists are made from."""

from collections.abc import Iterable

from sqlalchemy import Connection

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.readiness import Readiness
from clubos_desktop.model.records import Instant
from clubos_desktop.store import people, settings, views
from clubos_desktop.verification import drift, measure, practising, reasons, record
from clubos_desktop.verification.lists.sheet import View


def view(
    conn: Connection,
    at: Instant,
    readiness: Readiness | None = None,
    waits: Iterable[tuple[str, Instant]] = (),
    minutes: int = 0,
) -> View:
    """Everything at ``at``; ``readiness``, ``waits`` and the differences' ``minutes`` as they were judged last."""
    club = settings.get(conn, "club", {})
    recipients = members(conn)
    known = measure.known_at(conn, at, club.get("zone", "UTC"))
    return View(
        known=known,
        people=tuple(people.every(conn)),
        names=people.names(conn),
        readiness=readiness,
        sealed=record.kept(conn, limit=reasons.VALUES),
        waits=tuple(waits),
        values={"club": club.get("name", ""), "members": f"{recipients:,}"},
        recipients=recipients,
        minutes=minutes,
        country=club.get("country", ""),
        practice=None if practising.session(conn) is None else practising.outcomes(conn),
        drifted=drift.found(conn, known),
        carried=drift.to_carry_back(conn, known),
    )


def members(conn: Connection) -> int:
    """Members in Wild Apricot: the people a message goes to."""
    return sum(t.present for t in views.totals(conn) if (t.side, t.domain) == (Side.LEGACY, Domain.MEMBERS))
