"""From the copies on this laptop to ``Evidence``: everything the checks look at, read in one snapshot."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import Connection, func, select

from clubos_desktop.diff.rules import RuleSet, from_json
from clubos_desktop.findings import deciding
from clubos_desktop.job import Job, Progress, finish
from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.evidence import CopyFigures, DifferenceCount, Evidence, RunFigures
from clubos_desktop.model.plan import in_force
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.runs import Mode, Run, RunState
from clubos_desktop.model.time import day_of, from_instant
from clubos_desktop.store import dues, left_out, settings, tables, twice, views
from clubos_desktop.verification import ledger, money, on_time, pairs, treasurer
from clubos_desktop.verification import limits as limit_settings
from clubos_desktop.verification.entered import beside
from clubos_desktop.verification.limits import Limits
from clubos_desktop.verification.registers import attest, criteria, phases, runbook
from clubos_desktop.verification.registers.known import Known, counting

JUDGING = "Judging the five gates"
"""What a job says meanwhile."""

LOOKED = "looked.clubos"
"""Setting: when ClubOS's doors and database were last looked at."""


def gather(conn: Connection, at: Instant, zone: str) -> Evidence:
    """Everything known at ``at``; ``zone`` is the club's IANA zone, whose days bound the window of events."""
    return finish(gathering(conn, at, zone))


def gathering(conn: Connection, at: Instant, zone: str) -> Job[Evidence]:
    """The same as a job that can be stopped between its parts: of a large club each takes up to a second or two."""
    club = settings.get(conn, "club", {})
    limits = limits_of(conn)
    since = first_day(at, zone, limits.value("event_days"))
    copies = _copies(conn)
    measured = {(copy.domain, copy.side) for copy in copies if copy.full is not None}
    known = [domain for domain in PAIRED if {(domain, side) for side in Side} <= measured]
    yield Progress(JUDGING)
    found = pairs.compare(conn, known, since=since, at=at, zone=zone)
    yield Progress(JUDGING)
    rules = rules_of(conn)[1]
    account = settings.get(conn, "account.clubos", None)
    recorded = known_at(conn, at, zone)
    lock = attest.lock(recorded)
    counts = counting(recorded)
    yield Progress(JUDGING)
    papers = ledger.read(conn)
    yield Progress(JUDGING)
    books = yield from money.adding(conn, papers, at, zone, recorded.kept)
    entered = beside(attest.totals(recorded), papers, zone)
    yield Progress(JUDGING)
    return Evidence(
        at=at,
        club=club.get("name", ""),
        zone=zone,
        currency=club.get("currency", ""),
        since=since,
        copies=copies,
        statuses=pairs.statuses(conn, rules) if rules is not None and Domain.MEMBERS in known else (),
        whole=found.whole,
        members=found.members,
        events=found.events,
        registrations=found.registrations,
        active=found.active,
        differences=_differences(conn),
        books=books,
        doors=None if account is None else tuple(account.get("warnings", ())),
        lacking=None if account is None or account.get("schema") is None else tuple(account["schema"]),
        looked=settings.get(conn, LOOKED, None),
        schedule=on_time.gather(conn, at, limits.value("sync_days"), day_of(counts, zone) if lock and counts else ""),
        entered=entered,
        attested=attest.attested(recorded),
        lock=lock,
        phase=phases.present(recorded).value,
        outcome=runbook.outcome(recorded.kept, _all_since(conn)),
        signoff=treasurer.standing(conn, papers, books, kept=recorded.kept, entered=entered, zone=zone),
        left_out=left_out.figures(conn),
        from_files=_from_files(conn, copies),
    )


def known_at(conn: Connection, at: Instant, zone: str) -> Known:
    """What the registers are judged with."""
    limits = limits_of(conn)
    window = criteria.window_of(in_force(dues.timetable(conn)))
    locked = criteria.hashed(limits, rules_of(conn)[1], deciding.known_limit(conn), window)
    return attest.gather(conn, at, zone, limits, locked)


def limits_of(conn: Connection) -> Limits:
    """The limits in force: the defaults and what the club chose."""
    return limit_settings.read(settings.get(conn, "limits", {}))


def rules_of(conn: Connection) -> tuple[int, RuleSet | None]:
    """The comparison rules in force and their version; (0, None) before the first comparison."""
    c = tables.rules.c
    row = conn.execute(select(c.version, c.body).order_by(c.version.desc()).limit(1)).first()
    return (0, None) if row is None else (row.version, from_json(row.body))


def first_day(at: Instant, zone: str, days: int) -> Day:
    """The first day of a window of ``days`` days before today's, in the club's zone."""
    today = from_instant(day_of(at, zone) + "T00:00:00Z")
    return (today - timedelta(days=days)).date().isoformat()


def _copies(conn: Connection) -> tuple[CopyFigures, ...]:
    held = {(total.side, total.domain): total for total in views.totals(conn)}
    latest = views.latest_runs(conn)
    accepted = views.latest_accepted(conn)
    full = _latest_full(conn)
    times = _times(conn)
    found = []
    for domain in Domain:
        for side in Side:
            place = (side, domain)
            if place not in latest:
                continue
            total = held.get(place)
            found.append(
                CopyFigures(
                    side,
                    domain,
                    figures(latest.get(place)),
                    figures(accepted.get(place)),
                    figures(full.get(place)),
                    times[place],
                    held=0 if total is None else total.present,
                    unlisted=0 if total is None else total.missing,
                    gone=0 if total is None else total.gone,
                    odd=None if place not in full else twice.figure(conn, side, domain, full[place].id),
                )
            )
    return tuple(found)


def figures(run: Run | None) -> RunFigures | None:
    """A run's figures for the evidence."""
    if run is None:
        return None
    return RunFigures(
        run.id,
        run.side,
        run.domain,
        run.mode,
        run.state,
        run.started,
        run.ended,
        run.source_count,
        run.listed,
        run.stored,
        run.changed,
        run.missing,
        run.requests,
        run.seconds,
        run.reason,
    )


def _from_files(conn: Connection, copies: tuple[CopyFigures, ...]) -> tuple[Domain, ...]:
    """Which of Wild Apricot's domains are read from export files now, of those that were copied (features.md S7.3)."""
    copied = [copy.domain for copy in copies if copy.side is Side.LEGACY]
    if settings.get(conn, "connection.legacy", {}).get("kind") == "csv":
        return tuple(copied)
    chosen = settings.get(conn, "files.instead", {}).get("domains", ())
    return tuple(domain for domain in copied if domain.value in chosen)


def _all_since(conn: Connection) -> Instant | None:
    """When the oldest of the newest copies that count began; None while a side or domain has none."""
    accepted = views.latest_accepted(conn)
    places = [(side, domain) for side in Side for domain in PAIRED]
    return min(accepted[place].started for place in places) if set(places) <= set(accepted) else None


def _latest_full(conn: Connection) -> dict[tuple[Side, Domain], Run]:
    c = tables.run.c
    query = select(func.max(c.id)).where(c.state == RunState.COMPLETE, c.mode == Mode.FULL).group_by(c.side, c.domain)
    found = [views.run(conn, identity) for identity in conn.execute(query).scalars().all()]
    return {(run.side, run.domain): run for run in found if run is not None}


def _times(conn: Connection) -> Counter[tuple[Side, Domain]]:
    """How many copies of everything were accepted: a copy of what changed reads nothing twice."""
    c = tables.run.c
    query = select(c.side, c.domain, func.count(func.distinct(c.copy)))
    query = query.where(c.state == RunState.COMPLETE, c.mode == Mode.FULL)
    rows = conn.execute(query.group_by(c.side, c.domain)).all()
    return Counter({(Side(side), Domain(domain)): n for side, domain, n in rows})


def _differences(conn: Connection) -> tuple[DifferenceCount, ...]:
    found: dict[tuple[Domain, Kind, str], list[int]] = {}
    for count in views.counts(conn):
        sums = found.setdefault((count.domain, count.kind, count.field), [0, 0])
        sums[count.status is Status.CONFIRMED] += count.n
    return tuple(
        DifferenceCount(domain, kind, field, once, confirmed)
        for (domain, kind, field), (once, confirmed) in sorted(found.items())
    )
