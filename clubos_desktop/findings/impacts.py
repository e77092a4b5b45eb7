"""What differences would mean for people if the club switched today: "3 members would be asked to pay twice" (N8).

Each rule is a sentence about people and a test on one difference; all are pure. A person counts once in a rule.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select

from clubos_desktop.diff.normal import normalise
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.findings.cases import Case, cases
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import COMPARED
from clubos_desktop.model.records import Event, Instant, Member, Record, Registration
from clubos_desktop.store import tables

_PENDING = ("PENDING_PAYMENT",)
"""ClubOS's word for a registration that waits for money (clubos-api.md C.2)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who would notice; ``difference`` is the one that says so, 0 where a pair says it that is equal."""

    who: str
    difference: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What would happen to how many people, and to whom."""

    key: str
    sentence: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What the tests need beside a difference. ``attending`` are the people of an event by its key: (key, name)."""

    rules: RuleSet
    at: Instant
    attending: Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class _Rule:
    """``says`` completes "3 members ..." and "1 member ..."."""

    key: str
    domain: Domain
    applies: Callable[[Case, Context], bool]
    many: str
    one: str


def found(conn: Connection, rules: RuleSet, at: Instant) -> tuple[Impact, ...]:
    """All impacts of the open differences, and of registrations that were paid and wait for money in ClubOS."""
    context = Context(rules, at, _attending(conn))
    impacts = {impact.key: impact for impact in find(cases(conn), context)}
    twice = [*impacts["pay_twice"].people, *_pending(conn)] if "pay_twice" in impacts else _pending(conn)
    if twice:
        rule = next(rule for rule in RULES if rule.key == "pay_twice")
        impacts["pay_twice"] = Impact(rule.key, _sentence(rule, len(twice)), tuple(twice))
    return tuple(impacts[rule.key] for rule in RULES if rule.key in impacts)


def find(every: Iterable[Case], context: Context) -> tuple[Impact, ...]:
    """The impacts of some differences, in the order of ``RULES``; rules that meet nobody are left out. Pure."""
    people: dict[str, dict[str, Person]] = {}
    for case in every:
        for rule in RULES:
            if rule.domain is case.domain and rule.applies(case, context):
                for key, who in _whom(case, context):
                    people.setdefault(rule.key, {}).setdefault(key, Person(who, case.id))
    return tuple(
        Impact(rule.key, _sentence(rule, len(people[rule.key])), tuple(people[rule.key].values()))
        for rule in RULES
        if people.get(rule.key)
    )


def _sentence(rule: _Rule, n: int) -> str:
    return f"{n:,} {rule.many}" if n != 1 else f"1 {rule.one}"


def _whom(case: Case, context: Context) -> tuple[tuple[str, str], ...]:
    """The people a difference is about, by a key under which each counts once."""
    there = case.there
    if case.domain is Domain.EVENTS:
        return context.attending.get(there.key, ()) if there is not None else ()
    if isinstance(there, Registration) and there.member:
        return ((there.member, case.member or case.who),)
    return ((f"{there.key if there else case.who}", case.who),)


def _attending(conn: Connection) -> dict[str, tuple[tuple[str, str], ...]]:
    """The members registered for each event of the legacy side. Cancelled ones are among them: a bound from above."""
    r, m = tables.record.alias("r").c, tables.record.alias("m").c
    same = (m.side == r.side) & (m.domain == Domain.MEMBERS.value) & (m.key == r.member)
    live = (r.domain == Domain.REGISTRATIONS, r.side == Side.LEGACY, r.gone_run.is_(None), r.apart == "")
    query = select(r.event, m.key, m.title).join_from(r.id.table, m.id.table, same).where(*live, r.event.is_not(None))
    found: dict[str, list[tuple[str, str]]] = {}
    for event, key, title in conn.execute(query.order_by(m.sort)):
        found.setdefault(event, []).append((key, title))
    return {event: tuple(people) for event, people in found.items()}


def _pending(conn: Connection) -> list[Person]:
    """Pairs of registrations that are paid in Wild Apricot and wait for money in ClubOS: equal, but not for a purse."""
    sql = (
        "SELECT l.title, vl.fields, vc.fields FROM pair p JOIN record l ON l.id = p.legacy "
        "JOIN version vl ON vl.record = p.legacy AND vl.to_run IS NULL "
        "JOIN version vc ON vc.record = p.clubos AND vc.to_run IS NULL WHERE p.domain = 'registrations' ORDER BY l.sort"
    )
    decode = msgspec.msgpack.Decoder(_Money).decode
    rows = ((title, decode(mine), decode(theirs)) for title, mine, theirs in conn.exec_driver_sql(sql))
    return [Person(title, 0) for title, mine, theirs in rows if (mine.paid or 0) > 0 and theirs.status in _PENDING]


class _Money(msgspec.Struct):
    """What is read of a registration to see whether money is asked for again."""

    status: str | None = None
    paid: int | None = None


def _status(record: Record | None, side: Side, context: Context) -> str | None:
    """What a status means under the club's rules."""
    if record is None:
        return None
    place = [field.name for field in COMPARED[record.domain]].index("status")
    return normalise(context.rules, side, record)[place]


def _both(case: Case, context: Context) -> tuple[str | None, str | None]:
    return _status(case.legacy, Side.LEGACY, context), _status(case.clubos, Side.CLUBOS, context)


_LIVE = ("active", "pending_renewal")


def _field(*names: str) -> Callable[[Case, Context], bool]:
    return lambda case, _context: case.field in names


def _no_account(case: Case, context: Context) -> bool:
    return case.kind is Kind.ONLY_LEGACY and _status(case.legacy, Side.LEGACY, context) in _LIVE


def _lost_email(case: Case, _context: Context) -> bool:
    return case.field == "email" and isinstance(case.clubos, Member) and not case.clubos.email


def _other_email(case: Case, context: Context) -> bool:
    return case.field == "email" and not _lost_email(case, context)


def _loses_membership(case: Case, context: Context) -> bool:
    mine, theirs = _both(case, context)
    return case.field == "status" and mine in _LIVE and theirs not in _LIVE


def _free_membership(case: Case, context: Context) -> bool:
    mine, theirs = _both(case, context)
    return case.field == "status" and mine not in (*_LIVE, "suspended") and theirs in _LIVE


def _let_in(case: Case, context: Context) -> bool:
    mine, theirs = _both(case, context)
    return case.field == "status" and mine == "suspended" and theirs in _LIVE


def _ahead(case: Case, context: Context) -> bool:
    """True unless the event is over: a place at it can be lost no more."""
    return case.event_ends is None or case.event_ends >= context.at


def _live_registration(case: Case, context: Context, kind: Kind) -> bool:
    side = Side.LEGACY if kind is Kind.ONLY_LEGACY else Side.CLUBOS
    return (
        case.kind is kind
        and _ahead(case, context)
        and _status(case.there, side, context) in ("registered", "waitlisted")
    )


def _paid(case: Case) -> bool:
    return isinstance(case.legacy, Registration) and (case.legacy.paid or 0) > 0


def _no_seat(case: Case, context: Context) -> bool:
    if case.field == "status":
        mine, theirs = _both(case, context)
        return mine == "registered" and theirs != "registered" and _ahead(case, context)
    return _live_registration(case, context, Kind.ONLY_LEGACY)


def _pays_twice(case: Case, context: Context) -> bool:
    return _live_registration(case, context, Kind.ONLY_LEGACY) and _paid(case)


def _expected(case: Case, context: Context) -> bool:
    mine, theirs = _both(case, context)
    return case.field == "status" and mine == "cancelled" and theirs == "registered" and _ahead(case, context)


def _jumps_queue(case: Case, context: Context) -> bool:
    return case.field == "status" and _both(case, context) == ("waitlisted", "registered") and _ahead(case, context)


def _to_come(case: Case, context: Context) -> bool:
    there = case.legacy
    return isinstance(there, Event) and (there.end or there.start or "") >= context.at


def _wrong_time(case: Case, context: Context) -> bool:
    return case.field == "start" and _to_come(case, context)


def _wrong_place(case: Case, context: Context) -> bool:
    return case.field == "location" and _to_come(case, context)


def _no_event(case: Case, context: Context) -> bool:
    return case.kind is Kind.ONLY_LEGACY and _to_come(case, context)


_M, _E, _R = Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS

RULES: tuple[_Rule, ...] = (
    _Rule("no_account", _M, _no_account, "members would have no account.", "member would have no account."),
    _Rule("loses_membership", _M, _loses_membership, "members would lose all rights.", "member would lose all rights."),
    _Rule("pay_twice", _R, _pays_twice, "people would be asked to pay twice.", "person would be asked to pay twice."),
    _Rule("no_seat", _R, _no_seat, "people would lose their place.", "person would lose a place."),
    _Rule("no_event", _E, _no_event, "people would not find their event.", "person would not find an event."),
    _Rule(
        "wrong_time", _E, _wrong_time, "people would come at the wrong time.", "person would come at the wrong time."
    ),
    _Rule(
        "wrong_place", _E, _wrong_place, "people would go to the wrong place.", "person would go to the wrong place."
    ),
    _Rule("let_in", _M, _let_in, "suspended people would get in again.", "suspended person would get in again."),
    _Rule("lost_email", _M, _lost_email, "members would get no mail at all.", "member would get no mail at all."),
    _Rule(
        "other_email",
        _M,
        _other_email,
        "members would get mail, and sign in, at another address.",
        "member would get mail, and sign in, at another address.",
    ),
    _Rule(
        "other_fee",
        _M,
        _field("level"),
        "members would be asked for another fee.",
        "member would be asked for another fee.",
    ),
    _Rule(
        "free_membership",
        _M,
        _free_membership,
        "people would be members without paying.",
        "person would be a member without paying.",
    ),
    _Rule(
        "expected",
        _R,
        _expected,
        "people would be expected though they cancelled.",
        "person would be expected though cancelled.",
    ),
    _Rule(
        "jumps_queue",
        _R,
        _jumps_queue,
        "people on a waiting list would get a place.",
        "person on a waiting list would get a place.",
    ),
    _Rule(
        "surprised",
        _R,
        lambda case, context: _live_registration(case, context, Kind.ONLY_CLUBOS),
        "people would be expected who are not registered in Wild Apricot.",
        "person would be expected who is not registered in Wild Apricot.",
    ),
    _Rule(
        "no_call",
        _M,
        _field("phone"),
        "members could not be reached by phone.",
        "member could not be reached by phone.",
    ),
    _Rule(
        "other_name",
        _M,
        _field("first_name", "last_name"),
        "members would be addressed by another name.",
        "member would be addressed by another name.",
    ),
    _Rule(
        "seniority",
        _M,
        _field("joined"),
        "members would have been members for another time.",
        "member would have been one for another time.",
    ),
)
"""The gravest first; 18 rules."""
