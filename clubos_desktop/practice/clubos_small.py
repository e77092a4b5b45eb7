"""ClubOS's small answers: health, version, import status, summaries, and the lists that hold nothing (B.4 to B.8)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from clubos_desktop.practice import clubos_json
from clubos_desktop.practice.wire import Answer, Request
from clubos_desktop.practice.world import World

Json = dict[str, Any]
Small = Callable[[World, Request], Json]


def _now(world: World) -> str:
    return clubos_json.iso(world.clock.now())


def _health(world: World, request: Request) -> Json:
    """GET /api/health and /api/v1/health (42, 43)."""
    word = "healthy" if request.path.startswith("/api/v1/") else "ok"
    made = {"status": word, "timestamp": _now(world), "version": "0.1.0"}
    return made | {"checks": {"database": {"status": "ok", "latencyMs": 2}}, "env": {"dbConfigured": True}}


def _health_part(world: World, request: Request) -> Json:
    """GET /api/health/db, /auth, /cron (44 to 46), all well."""
    made: Json = {"status": "ok", "timestamp": _now(world), "requestId": "req-practice"}
    well = {"status": "ok", "latencyMs": 2}
    if request.path.endswith("/db"):
        return made | {"checks": {"database": well}}
    if request.path.endswith("/auth"):
        checks = {"authSecretConfigured": {"status": "ok"}, "authBackend": well, "userStore": well}
        return made | {"checks": checks, "config": {"nodeEnv": "production", "authSecretLength": "valid"}}
    names = ("cronSecretConfigured", "transitionService", "cronExecution")
    cron = {"dueTransitionsCount": 0, "upcomingTransitionDates": [], "lastCronRun": _now(world)}
    return made | {
        "checks": {name: {"status": "ok"} for name in names},
        "cronStatus": cron | {"lastCronResult": "ok", "alert": None},
    }


def _version(world: World, _request: Request) -> Json:
    """GET /api/v1/version (47, 95)."""
    where = "production" if world.switches.production else "development"
    return {"version": "0.1.0", "environment": where, "buildTime": None, "gitCommit": None, "apiVersion": "v1"}


def _import_status(world: World, _request: Request) -> Json:
    """GET /api/v1/admin/import/status (48)."""
    data = world.club.clubos
    last = clubos_json.maybe(data.imported)
    names = ("lastFullSync", "lastIncSync", "lastContactSync", "lastEventSync", "lastRegSync")
    stats = {}
    for name in ("members", "events", "registrations"):
        rows = getattr(data, name).values()
        mapped = sum(row.origin is not None for row in rows)
        stats[name] = {"total": len(rows), "mapped": mapped, "lastSynced": last}
    tables = ("database", "waIdMappingTable", "waSyncStateTable", "membershipStatuses")
    stale = {
        "threshold": clubos_json.iso(world.clock.now() - timedelta(days=7)),
        "staleDaysThreshold": 7,
        "counts": {"members": 0, "events": 0, "registrations": 0},
    }
    whole = world.switches.migrated
    checks = dict.fromkeys(tables, True) | {"waSyncStateTable": whole}
    missing = [] if whole else ["pending_new", "unknown"]
    return {
        "preflight": {"ok": whole, "checks": checks, "missingStatuses": missing, "error": None},
        "syncState": dict.fromkeys(names, last),
        "stats": stats,
        "staleRecords": stale,
    }


def _summary(world: World, request: Request) -> Json:
    """GET /api/admin/summary and /api/admin/dashboard (41, 55)."""
    data = world.club.clubos
    waiting = sum(row.status == "WAITLISTED" for row in data.registrations.values())
    active = sum(clubos_json.active(row) for row in data.members.values())
    coming = sum(row.start >= world.clock.now() for row in data.events.values())
    made = {"totalEvents": len(data.events), "totalRegistrations": len(data.registrations)}
    if request.path.endswith("/summary"):
        return {"summary": made | {"totalActiveMembers": active, "totalWaitlistedRegistrations": waiting}}
    people = {"totalMembers": len(data.members), "activeMembers": active}
    return {"summary": made | people | {"upcomingEvents": coming, "waitlistedRegistrations": waiting}}


def _cases(_world: World, request: Request) -> Json:
    """GET /api/v1/support/cases, P3 (58)."""
    limit, offset = int(request.query.get("limit", "50")), int(request.query.get("offset", "0"))
    return {"cases": [], "total": 0, "limit": limit, "offset": offset}


def _support(_world: World, _request: Request) -> Json:
    """GET /api/v1/support/dashboard (59)."""
    names = ("open", "awaitingInfo", "inProgress", "escalated", "resolved", "closedThisWeek", "totalOpen")
    return {"visible": True, "stats": dict.fromkeys(names, 0), "avgResolutionDays": None, "recentCases": []}


def _nothing_p4(_world: World, request: Request) -> Json:
    """A list that holds nothing, in P4: governance counts in ``limit``, files in ``pageSize`` (57)."""
    name = request.path.rpartition("/")[2]
    size = "limit" if "/governance/" in request.path else "pageSize"
    numbers = {"page": 1, size: int(request.query.get(size, "20")), "total": 0, "totalPages": 0}
    return {name: [], "pagination": numbers}


def _transitions(_world: World, _request: Request) -> Json:
    """GET /api/v1/admin/transitions (78): a fifth envelope, all in one level."""
    numbers = {"page": 1, "limit": 20, "totalItems": 0, "totalPages": 0}
    return {"items": [], **numbers, "hasNext": False, "hasPrev": False}


def _fixed(value: Json) -> Small:
    return lambda _world, _request: value


SMALL: dict[str, Small] = {
    "/api/health": _health,
    "/api/v1/health": _health,
    "/api/health/db": _health_part,
    "/api/health/auth": _health_part,
    "/api/health/cron": _health_part,
    "/api/v1/version": _version,
    "/api/v1/admin/import/status": _import_status,
    "/api/admin/comms/campaigns": _fixed(
        {"campaigns": [{"id": "c1", "status": "SCHEDULED"}, {"id": "c2", "status": "DRAFT"}]}
    ),
    "/api/admin/summary": _summary,
    "/api/admin/dashboard": _summary,
    "/api/v1/support/cases": _cases,
    "/api/v1/support/dashboard": _support,
    "/api/v1/officer/governance/minutes": _nothing_p4,
    "/api/v1/files": _nothing_p4,
    "/api/v1/documents": _nothing_p4,
    "/api/v1/admin/transitions": _transitions,
    "/api/admin/comms/templates": _fixed({"templates": []}),
    "/api/admin/impersonate/status": _fixed({"isImpersonating": False}),
    "/api/payments/history": _fixed({"invoices": []}),
    "/api/starling/knowledge": _fixed({"entries": []}),
    "/api/starling/conversation": _fixed({"conversation": None}),
    "/api/admin/ach-metrics": _fixed({"achEnabled": False, "metrics": None}),
}
"""By path; what depends on the time or is too small to keep."""


def answer(world: World, request: Request, reply: Callable[[object], Answer]) -> Answer | None:
    """The small answer of a path, or None when it is none. Raises ValueError for a number that is none."""
    small = SMALL.get(request.path)
    return None if small is None else reply(small(world, request))
