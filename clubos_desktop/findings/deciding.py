"""Deciding about differences: each act with person, reason and undo. No act here writes to a system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, func, select

from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.findings import reading
from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import FINANCE
from clubos_desktop.model.findings import CORRECTIONS, DECIDABLE, Batch, Choice, Finding, Ruling, Standing
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.time import day_of, spell, to_instant, zone
from clubos_desktop.store import decisions, mirror, people, settings, tables
from clubos_desktop.store.act import Tx
from clubos_desktop.store.database import Database
from clubos_desktop.store.views import DifferenceFilter

KNOWN_LIMIT = 20
"""How many differences may be accepted at a time unless the club chose another number (setting "limits", "known")."""

EQUAL_LIMIT = 200
"""How many differences may be treated as equal one by one unless the club chose another number ("limits", "equal")."""

SHEET = "sheet"
"""How a batch is marked whose decisions came from a spreadsheet."""

LONGEST = 20_000
"""Letters of a reason or a note."""

_LONE = {
    Choice.VALUE: "A record that is in one system only has no other value.",
    Choice.EQUAL: "A record that is in one system only is equal to nothing: add it, remove it, or accept it for now.",
}
"""What does not fit a record that only one system has."""

_LISTED = 50
"""Ids of differences that an audit entry lists; of larger batches it tells the number."""


@dataclass(frozen=True, slots=True)
class Undone:
    """A batch taken back: how many decisions, and how many were left because they were decided anew or are over."""

    batch: int
    n: int
    left: int


def decide(
    database: Database,
    seen: Mapping[int, bytes],
    ruling: Ruling,
    *,
    clock: Clock,
    actor: str,
    zone_name: str,
) -> int:
    """Decide some differences in one act; ``seen`` maps their ids to ``Finding.seen``. Returns the batch.

    Raises InputError (no reason, no such day ...), RefusedError (they changed meanwhile, it does not fit, the limit).
    """
    expires = check(ruling, to_instant(clock.now()), zone_name)
    if not seen:
        raise InputError(
            "No difference was chosen. Nothing was decided.", remedy="Choose one first.", code="decide.none"
        )
    with database.transaction(actor, f"decided: {ruling.choice.value}") as tx:
        fresh = tuple(reading.every(tx.connection, tx.at, reading.FindingFilter(ids=tuple(seen))))
        _refuse_stale(fresh, seen)
        reasons = {why for each in fresh if (why := unfit(each, ruling)) is not None}
        if reasons:
            raise RefusedError(
                f"{min(reasons)} Nothing was decided.", remedy="Choose another decision.", code="decide.unfit"
            )
        return write(tx, fresh, ruling, expires)


def write(
    tx: Tx, found: Sequence[Finding], ruling: Ruling, expires: Instant | None, *, batch: int | None = None
) -> int:
    """Store a decision about findings that were checked, inside an open act; in a batch that was begun, or a new one.

    Returns the batch. Raises RefusedError (the limit).
    """
    _refuse_too_many(tx.connection, found, ruling, tx.at)
    if ruling.choice in CORRECTIONS and not ruling.owner:
        ruling = replace(ruling, owner=tx.actor)  # who decides corrects, unless somebody else is named
    batch = decisions.begin(tx, ruling.choice.value, len(found)) if batch is None else batch
    rows = [(each.difference.id, reading.place_of(each.difference), each.seen) for each in found]
    copy = mirror.next_copy(tx.connection) - 1
    decisions.stand(tx.connection, batch, ruling, rows, expires=expires, copy=copy)
    tx.subject.update(batch=batch, n=len(rows))
    if len(rows) <= _LISTED:
        tx.subject["differences"] = [identity for identity, _, _ in rows]
    if ruling.until:
        tx.subject["until"] = ruling.until
    return batch


def undo(database: Database, batch: int | None = None, *, clock: Clock, actor: str) -> Undone:
    """Take back a batch of decisions, or the newest one that was not.

    Raises InputError, RefusedError (the newest is somebody else's: that one is taken back by its number alone).
    """
    with database.read() as conn:
        found = decisions.batch(conn, batch) if batch is not None else newest(conn)
    if found is None or found.act not in (*Choice, SHEET):
        raise InputError(
            "There is no such decision to undo. Nothing was changed.",
            remedy="Look at the list of decisions: clubos-desktop resolve --history.",
            code="undo.none",
        )
    if batch is None and found.by != actor:
        refuse_others(database, found)
    if found.undone is not None:
        raise InputError(
            "This decision was undone already. Nothing was changed.", remedy="Nothing is left to do.", code="undo.done"
        )
    at = to_instant(clock.now())
    with database.transaction(actor, "decision undone", {"batch": found.id}) as tx:
        n, left = decisions.undo(tx.connection, found.id, at, actor)
        tx.subject.update(n=n, left=left)
    return Undone(found.id, n, left)


def newest(conn: Connection) -> Batch | None:
    """The newest batch of decisions that was not undone."""
    b = tables.batch.c
    query = select(b.id).where(b.undone.is_(None), b.act.in_((*Choice, SHEET))).order_by(b.id.desc()).limit(1)
    identity = conn.execute(query).scalar()
    return None if identity is None else decisions.batch(conn, identity)


def check(ruling: Ruling, at: Instant, zone_name: str) -> Instant | None:
    """The moment at which a ruling ends, None when it does not. Raises InputError when something is missing."""
    if len(ruling.reason) > LONGEST:
        raise InputError(
            f"This text has {len(ruling.reason):,} letters; {LONGEST:,} can be kept. Nothing was decided.",
            remedy="Shorten it, or name the document in which the rest stands.",
            code="decide.long",
        )
    if ruling.choice in (Choice.ACCEPT, Choice.EQUAL) and not ruling.reason.strip():
        raise InputError(
            "A difference is set aside only with a reason. Nothing was decided.",
            remedy="Say why it may stay.",
            code="decide.reason",
        )
    if ruling.choice is Choice.NOTE and not ruling.reason.strip():
        raise InputError("The note is empty. Nothing was kept.", remedy="Write something.", code="decide.note")
    if ruling.choice is Choice.ASK and not ruling.owner.strip():
        raise InputError(
            "Nobody was named to be asked. Nothing was decided.", remedy="Say who is asked.", code="decide.owner"
        )
    if ruling.choice is Choice.VALUE and not (ruling.value or "").strip():
        raise InputError(
            "The other value is empty. Nothing was decided.", remedy="Say what both should hold.", code="decide.value"
        )
    if ruling.choice is not Choice.ACCEPT:
        return None
    return _ends(ruling.until, at, zone_name)


def refuse_others(database: Database, found: Batch) -> None:
    """Somebody else's newest decision is not taken back without its number. Raises RefusedError, which names it."""
    with database.read() as conn:
        who = people.names(conn).get(found.by, found.by).split(",")[0]
    raise RefusedError(
        f"The last decision is {who}'s: {found.act.replace('_', ' ')}, {found.n:,}. Nothing was changed.",
        remedy=f"Take it back by its number, {found.id}, if {who} agrees.",
        code="undo.others",
    )


def _ends(until: Day | None, at: Instant, zone_name: str) -> Instant:
    """Midnight at the end of a day in the club's zone. Raises InputError."""
    try:
        last = date.fromisoformat(until or "")
    except ValueError as error:
        raise InputError(
            "A difference is accepted until a day. Nothing was decided.",
            remedy="Give the last day as 2027-01-31.",
            code="decide.until",
        ) from error
    today = date.fromisoformat(day_of(at, zone_name))
    if not today <= last <= today + timedelta(days=366):
        raise InputError(
            f"{spell(last.isoformat())} is not within a year from today. Nothing was decided.",
            remedy="Choose a day between today and a year from now; it can be accepted again then.",
            code="decide.until",
        )
    return to_instant(datetime.combine(last + timedelta(days=1), time(), zone(zone_name)))


def unfit(found: Finding, ruling: Ruling) -> str | None:
    """Why a ruling does not fit a difference, as a sentence; None when it does."""
    kind, choice = found.difference.kind, ruling.choice
    if found.difference.status is Status.CLOSED:
        return "This difference no longer stands."
    if choice is Choice.NOTE:
        return None
    if kind not in DECIDABLE:
        return "What is equal by your rules, or cannot be compared, needs no decision."
    if found.difference.domain in FINANCE and choice in (Choice.CLUBOS, Choice.VALUE):
        return "The books are Wild Apricot's own: there is nothing to correct in ClubOS."
    if kind in (Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS):
        return _LONE.get(choice)
    return None


def _refuse_stale(found: Sequence[Finding], seen: Mapping[int, bytes]) -> None:
    """What a person looked at must be what stands now (features.md D2, scenario 8)."""
    fresh = {each.difference.id: each for each in found}
    gone = [identity for identity in seen if identity not in fresh]
    other = [each for identity, each in fresh.items() if each.seen != seen[identity]]
    if not gone and not other:
        return
    news = "" if not other else f" Now: {other[0].difference.legacy or '–'} / {other[0].difference.clubos or '–'}."
    raise RefusedError(
        f"A copy changed {len(gone) + len(other)} of the {len(seen)} you were looking at. Nothing was decided.{news}",
        remedy="Look at the difference again and decide then.",
        code="decide.stale",
    )


def known_limit(conn: Connection) -> int:
    """How many differences may be accepted at a time."""
    return int(settings.get(conn, "limits", {}).get("known", KNOWN_LIMIT))


def equal_limit(conn: Connection) -> int:
    """How many differences may be treated as equal one by one."""
    return int(settings.get(conn, "limits", {}).get("equal", EQUAL_LIMIT))


def equal_now(conn: Connection) -> int:
    """How many differences are treated as equal one by one."""
    x, d = tables.difference.c, tables.decision.c
    return conn.execute(
        select(func.count())
        .select_from(tables.difference.join(tables.decision, d.id == x.decision))
        .where(x.closed.is_(None), x.decision.is_not(None), d.choice == Choice.EQUAL)
    ).scalar_one()


def known_now(conn: Connection, at: Instant) -> int:
    """How many differences are accepted at a moment."""
    x, d = tables.difference.c, tables.decision.c
    return conn.execute(
        select(func.count())
        .select_from(tables.difference.join(tables.decision, d.id == x.decision))
        .where(x.closed.is_(None), x.decision.is_not(None), d.choice == Choice.ACCEPT, d.expires > at)
    ).scalar_one()


def _refuse_too_many(conn: Connection, found: Sequence[Finding], ruling: Ruling, at: Instant) -> None:
    if ruling.choice is Choice.ACCEPT:
        limit, now, aside, how = known_limit(conn), known_now(conn, at), Standing.ACCEPTED, "accepted"
    elif ruling.choice is Choice.EQUAL:
        limit, now, aside, how = equal_limit(conn), equal_now(conn), Standing.EQUAL, "treated as equal"
    else:
        return
    more = sum(each.standing is not aside for each in found)
    if more and now + more > limit:
        raise RefusedError(
            f"{now} differences are {how} already, and {more} more would be above the limit of {limit}. "
            "Nothing was decided.",
            remedy="Correct some of them, or change the comparison rule that they have in common.",
            code="decide.limit",
        )


def owner_of(conn: Connection, name: str) -> str:
    """The actor of somebody known by name; another name stays as it is (somebody outside is asked)."""
    for person in people.every(conn):
        if person.active and person.name.casefold() == name.casefold():
            return people.actor(person)
    return name


def corrections(conn: Connection, at: Instant) -> tuple[Finding, ...]:
    """The list of what is to be corrected by hand, and what is still there after a copy."""
    kinds = DifferenceFilter(kinds=DECIDABLE)
    wanted = reading.FindingFilter(kinds, (Standing.TO_CORRECT, Standing.STILL_THERE))
    return tuple(reading.every(conn, at, wanted))
