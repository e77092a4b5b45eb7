"""Why registrations have no counterpart: what was fetched is what is paired and the listed reasons (scenario 10)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.store import records

SENTENCES = {
    "guest": "a guest, whom ClubOS does not keep as a registration",
    "superseded": "a newer registration of the same person at the same event counts instead",
    "no_member": "its member is not in the copy",
    "member_gone": "its member is no longer there",
    "member_archived": "its member is archived, and not in the other system",
    "member_suggested": "its member waits for you to be paired",
    "member_lone": "its member has no counterpart in the other system",
    "no_event": "its event is not in the copy",
    "event_gone": "its event is no longer there",
    "event_suggested": "its event waits for you to be paired",
    "event_lone": "its event has no counterpart in the other system",
    "cancelled": "it is cancelled, and the other system did not keep it",
    "twice": "the other system holds one registration of this person at this event, and it is paired with another one",
    "not_there": "member and event are in both systems, the registration is not",
}
"""Reasons in the order in which they are looked for; each registration without a pair has exactly one."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A registration without a pair, why, and what causes it: the key and name of a member or an event."""

    key: str
    who: str
    reason: str
    cause: str
    cause_name: str


@dataclass(frozen=True, slots=True)
class Reason:
    """How many registrations are missing for one reason; ``causes`` are (key, name, how many), the most first."""

    code: str
    sentence: str
    n: int
    causes: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """All registrations of a side: ``fetched`` = ``paired`` + the sum of the reasons."""

    side: Side
    fetched: int
    paired: int
    reasons: tuple[Reason, ...]

    @property
    def balanced(self) -> bool:
        """True when nothing is unexplained."""
        return self.fetched == self.paired + sum(reason.n for reason in self.reasons)


class _Flags(msgspec.Struct):
    """What is read of a member or a registration."""

    archived: bool | None = None
    cancelled: bool | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class _Parent:
    id: int
    title: str
    gone: bool
    paired: bool
    suggested: bool
    archived: bool


def account(conn: Connection, side: Side) -> Account:
    """The account of a side's registrations."""
    fetched = records.standing(conn, side, Domain.REGISTRATIONS)
    paired = conn.exec_driver_sql("SELECT count(*) FROM pair WHERE domain = 'registrations'").scalar_one()
    groups: dict[str, list[Missing]] = defaultdict(list)
    for each in missing(conn, side):
        groups[each.reason].append(each)
    reasons = [_reason(code, groups[code]) for code in SENTENCES if code in groups]
    return Account(side, fetched, paired, tuple(reasons))


def _reason(code: str, rows: list[Missing]) -> Reason:
    causes = Counter((each.cause, each.cause_name) for each in rows if each.cause)
    listed = tuple((key, name, n) for (key, name), n in causes.most_common(20))
    return Reason(code, SENTENCES[code], len(rows), listed)


def missing(conn: Connection, side: Side, event: str | None = None) -> Iterator[Missing]:
    """Registrations of a side without a pair, each with its reason; of one event by its key, or of all."""
    parents = {domain: _parents(conn, side, domain) for domain in (Domain.MEMBERS, Domain.EVENTS)}
    taken = _taken(conn, side)
    column = {Side.LEGACY: "legacy", Side.CLUBOS: "clubos"}[side]
    some, values = ("", ()) if event is None else ("AND r.event = ?", (event,))
    rows = conn.exec_driver_sql(
        "SELECT r.key, r.title, r.apart, r.member, r.event, v.fields FROM record r "
        "JOIN version v ON v.record = r.id AND v.to_run IS NULL WHERE r.domain = 'registrations' AND r.side = ? "
        f"AND r.gone_run IS NULL AND NOT EXISTS (SELECT 1 FROM pair WHERE {column} = r.id) {some} "
        "ORDER BY r.sort, r.id",
        (side.value, *values),
    )
    decode = msgspec.msgpack.Decoder(_Flags).decode
    for key, title, apart, member, its_event, fields in rows:
        flags = decode(fields)
        who = parents[Domain.MEMBERS].get(member or "")
        what = parents[Domain.EVENTS].get(its_event or "")
        reason, cause = _why(apart, who, what, flags, (member, its_event) in taken)
        name = who if cause == "member" else what if cause == "event" else None
        cause_key = {"member": member, "event": its_event}.get(cause) or ""
        yield Missing(key, title, reason, cause_key, name.title if name else "")


def _why(apart: str, member: _Parent | None, event: _Parent | None, flags: _Flags, twice: bool) -> tuple[str, str]:
    """The reason and whether member or event causes it."""
    if apart:
        return apart, ""
    for name, there in (("member", member), ("event", event)):
        if there is None:
            return f"no_{name}", name
        if there.gone:
            return f"{name}_gone", name
        if not there.paired:
            how = "archived" if there.archived else "suggested" if there.suggested else "lone"
            return f"{name}_{how}", name
    if twice:
        return "twice", ""
    return ("cancelled" if flags.cancelled or flags.status in ("CANCELLED", "REFUNDED") else "not_there"), ""


def _parents(conn: Connection, side: Side, domain: Domain) -> dict[str, _Parent]:
    column = {Side.LEGACY: "legacy", Side.CLUBOS: "clubos"}[side]
    rows = conn.exec_driver_sql(
        "SELECT r.key, r.id, r.title, r.gone_run IS NOT NULL, "
        f"EXISTS (SELECT 1 FROM pair WHERE {column} = r.id), EXISTS (SELECT 1 FROM suggestion WHERE {column} = r.id), "
        "CASE WHEN r.domain = 'members' THEN v.fields END FROM record r "
        "JOIN version v ON v.record = r.id AND v.to_run IS NULL WHERE r.side = ? AND r.domain = ?",
        (side.value, domain.value),
    )
    decode = msgspec.msgpack.Decoder(_Flags).decode
    return {
        row[0]: _Parent(row[1], row[2], bool(row[3]), bool(row[4]), bool(row[5]), _archived(decode, row[6]))
        for row in rows
    }


def _archived(decode: Callable[[bytes], _Flags], fields: bytes | None) -> bool:
    return fields is not None and bool(decode(fields).archived)


def _taken(conn: Connection, side: Side) -> set[tuple[str | None, str | None]]:
    """Member and event of the registrations of a side that are paired."""
    column = {Side.LEGACY: "legacy", Side.CLUBOS: "clubos"}[side]
    rows = conn.exec_driver_sql(
        f"SELECT r.member, r.event FROM pair p JOIN record r ON r.id = p.{column} WHERE p.domain = 'registrations'"
    )
    return {(row[0], row[1]) for row in rows}


def probe(conn: Connection, side: Side, event: str) -> tuple[Missing, ...]:
    """The registrations of one event without a pair, each with its reason. Raises InputError for an unknown event."""
    if event not in _parents(conn, side, Domain.EVENTS):
        raise InputError(
            f"{SIDE_LABELS[side]} has no event {event}. Nothing was looked up.",
            remedy="Look its id up in Records.",
            code="missing.event",
        )
    return tuple(missing(conn, side, event))


def of_event(conn: Connection, side: Side, key: str) -> tuple[str, int, int]:
    """The event of a registration, how many registrations of it were copied, and how many of them are paired."""
    column = {Side.LEGACY: "legacy", Side.CLUBOS: "clubos"}[side]
    event = conn.exec_driver_sql(
        "SELECT event FROM record WHERE side = ? AND domain = 'registrations' AND key = ?", (side.value, key)
    ).scalar()
    row = conn.exec_driver_sql(
        f"SELECT count(*), count(p.id) FROM record r LEFT JOIN pair p ON p.{column} = r.id "
        "WHERE r.side = ? AND r.domain = 'registrations' AND r.event = ? AND r.gone_run IS NULL",
        (side.value, event),
    ).one()
    return str(event or ""), int(row[0]), int(row[1])
