"""Everything the registers say of the checks, at one moment. Pure but ``gather``."""

from collections import defaultdict
from dataclasses import replace

from sqlalchemy import Connection, func, select

from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.evidence import Attested, CriteriaLock, EnteredTotal, Response
from clubos_desktop.model.proofs import Imported, Total
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Body
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.store import registers, settings, tables
from clubos_desktop.store.calls import HEALTH, kind, percentile
from clubos_desktop.verification.limits import Limits
from clubos_desktop.verification.registers import decided, eyes, incidents, mailings, operators, proofs
from clubos_desktop.verification.registers.known import Known, PackMade, after, counting, locks

FEEDS: dict[str, tuple[str, ...]] = {
    "incident": ("G3.1",),
    "operator": ("G2.1", "G2.2", "S4.5", "S4.12"),
    "contact": ("G2.3", "G5.4"),
    "restore": ("G3.3",),
    "vote": ("G4.1",),
    "governance": ("G4.1",),
    "review": ("S4.11",),
    "communication": ("G4.2",),
    "support": ("G4.3",),
    "rehearsal": ("G5.1", "G5.2", "G5.3", "S4.13"),
    "emergency": ("G5.4",),
    "ticket": ("S4.6",),
    "chatbot": ("S4.7",),
    "log": ("S4.8",),
    "total": (),
    "money": (),
    "risk": (),
    "phase": ("G2.2", "G3.1"),
    "criteria": ("G3.1", "S4.8"),
    "integration": ("G3.8",),
    "mailing": ("G4.5",),
    "eye": ("G1.7",),
    "load": ("G3.6",),
    "security": ("G3.7",),
    "question": (),
    "answer": ("S4.7",),
    "owner": (),
    "effort": (),
    "week": (),
    "practice": (),
    "pilot": (),
    "key": (),
    "request": (),
    "checklist": ("G5.1", "G5.2"),
    "watch": (),
    "watcher": (),
    "action": ("G5.1",),
    "drift": (),
    "runbook": ("G5.1", "G5.2", "G5.3", "S4.13"),
}
"""Which checks rest on which register."""


def attested(known: Known) -> tuple[Attested, ...]:
    """Every word of the registers. A register in which an entry was changed or taken out fails all it feeds."""
    said = (module.attest(known) for module in (operators, incidents, proofs, decided, eyes))
    sound = [each for words in said for each in words if each is not None]
    bad = {identity: register for register in sorted(known.kept.broken) for identity in FEEDS.get(register, ())}
    why = "An entry of the register “{}” was changed outside this program. Restore a backup, or record it again."
    broken = [
        Attested(identity, False, "", 0, "program", known.at, why=why.format(register))
        for identity, register in sorted(bad.items())
    ]
    return tuple(each for each in sound if each.id not in bad) + tuple(broken)


def totals(known: Known) -> tuple[EnteredTotal, ...]:
    """The newest of each total that people read in ClubOS."""
    found: dict[tuple[Domain, str, str, str], EnteredTotal] = {}
    entries = () if "total" in known.kept.broken else known.kept.of("total")
    for entry, each in ((some, each) for some in entries for each in _several(some.body)):
        place = each.part, each.group, each.until, each.file, each.sha256
        made = EnteredTotal(each.domain, each.currency, each.amount, entry.actor, entry.at, *place)
        found[each.domain, each.currency, each.part, each.group] = made
    return tuple(found.values())


def _several(body: Body) -> tuple[Total, ...]:
    return body.totals if isinstance(body, Imported) else (body,) if isinstance(body, Total) else ()


def lock(known: Known) -> CriteriaLock | None:
    """The lock of the criteria as it stands; None before there is one, or when its entries were changed."""
    found = locks(known.kept)
    if not found or "criteria" in known.kept.broken:
        return None
    changes = tuple((entry.at, body.change) for entry, body in found[1:])
    return CriteriaLock(found[0][0].at, found[-1][1].hash, known.criteria, changes)


def gather(conn: Connection, at: Instant, zone: str, limits: Limits, criteria: str) -> Known:
    """All that the registers are judged with, from the workspace."""
    p = tables.pack.c
    packs = conn.execute(select(p.sha256, p.purpose, p.at).order_by(p.id)).all()
    known = Known(
        at,
        zone,
        registers.read(conn),
        limits,
        tuple(PackMade(*row) for row in packs),
        criteria=criteria,
        complete=first_complete(conn),
        mail=mailings.seen(settings.get(conn, "contact.legacy", {}), settings.get(conn, "account.clubos", {})),
    )
    start = counting(known)
    earliest = after(at, -limits.value("sync_days"))
    return replace(known, responses=() if start is None else responses(conn, max(start, earliest)))


def first_complete(conn: Connection) -> Instant | None:
    """When both systems had been copied in full for the first time; Shadow counts from then."""
    c = tables.run.c
    query = select(c.side, c.domain, func.min(c.ended)).where(
        c.state == RunState.COMPLETE, c.mode == Mode.FULL, c.domain.in_(PAIRED)
    )
    ends = {(side, domain): ended for side, domain, ended in conn.execute(query.group_by(c.side, c.domain))}
    return max(ends.values()) if len(ends) == len(PAIRED) * len(Side) else None


def responses(conn: Connection, since: Instant) -> tuple[Response, ...]:
    """How long ClubOS took to answer, by kind of call; calls without an answer count as they took."""
    c = tables.call.c
    rows = conn.execute(
        select(c.method, c.path, c.ms).where(c.side == Side.CLUBOS, c.at >= since, c.path.not_like(f"{HEALTH}%"))
    ).all()
    times: dict[str, list[int]] = defaultdict(list)
    for method, path, ms in rows:
        times[f"{method} {kind(path)}"].append(ms)
    return tuple(Response(name, len(found), percentile(found, 99)) for name, found in sorted(times.items()))
