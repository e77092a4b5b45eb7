"""ClubOS's lists and records: members, events, registrations, exports (clubos-api.md B.1 to B.3, B.9)."""

import re
from typing import Any

import msgspec

from clubos_desktop.practice import clubos, clubos_json
from clubos_desktop.practice.clubos_views import Views
from clubos_desktop.practice.wire import CSV, Answer, Request
from clubos_desktop.practice.world import World

UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
LIMIT = 100
"""No page holds more."""


def reply(value: object, status: int = 200) -> Answer:
    """An answer of JSON."""
    return Answer(status, msgspec.json.encode(value), "application/json")


def plain_error(status: int, error: str, message: str | None = None) -> Answer:
    """The first two of its error styles."""
    return reply({"error": error} | ({} if message is None else {"message": message}), status)


def coded_error(status: int, code: str, message: str, **details: str) -> Answer:
    """The third of its error styles."""
    return reply({"code": code, "message": message, "details": details | {"requestId": "req-practice"}}, status)


EMPTY_500 = Answer(500, b"", None)
"""What bad ids and bad types get (18, 24)."""


class Lists:
    """Answers for one state of the data; made anew after each change. Bad ids and numbers raise ValueError."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.data = world.club.clubos
        self.views = Views(self.data, half=world.faults.has("half-members", "clubos"))

    def _p2(self, request: Request) -> tuple[int, int]:
        """Page and limit, 1 and 20 unless given. Raises ValueError."""
        return max(1, int(request.query.get("page", "1"))), min(LIMIT, max(1, int(request.query.get("limit", "20"))))

    def _p1(self, request: Request) -> tuple[int, int]:
        """Page and pageSize."""
        return max(1, int(request.query.get("page", "1"))), min(LIMIT, max(1, int(request.query.get("pageSize", "20"))))

    def _in_p2(self, name: str, rows: list[Any], total: int, page: int, size: int) -> dict[str, Any]:
        """The envelope of P2."""
        last = clubos_json.pages(total, size)
        numbers = {"page": page, "limit": size, "totalItems": total, "totalPages": last}
        return {name: rows, "pagination": numbers | {"hasNext": page < last, "hasPrev": page > 1}}

    def _in_p1(self, rows: list[Any], total: int, page: int, size: int) -> Answer:
        """The envelope of P1."""
        last = clubos_json.pages(total, size)
        return reply({"items": rows, "page": page, "pageSize": size, "totalItems": total, "totalPages": last})

    def members(self, request: Request) -> Answer:
        """GET /api/v1/members, P2, ordered by last name alone: a walk over its pages loses people (finding 4)."""
        page, size = self._p2(request)
        rows = self.views.surnames(page if self.world.switches.page_loss else 0)
        wanted, status = request.query.get("search", "").lower(), request.query.get("status")
        if wanted:
            rows = [row for row in rows if wanted in f"{row.first} {row.last} {row.email}".lower()]
        if status:
            rows = [row for row in rows if row.status == status]
        shown = [clubos_json.member(row) for row in rows[(page - 1) * size : page * size]]
        return reply(self._in_p2("data", shown, len(rows), page, size))

    def _found(self, ident: str) -> clubos.Member | Answer:
        """A member by id, or the answer that there is none. Raises ValueError for what is no id."""
        if not re.fullmatch(UUID, ident):
            raise ValueError("no id")
        row = self.data.members.get(ident.lower())
        if row is not None:
            return row
        kind = {"resourceType": "Member", "resourceId": ident}
        return coded_error(404, "RESOURCE_NOT_FOUND", f"Member with ID {ident} not found", **kind)

    def member(self, _request: Request, ident: str) -> Answer:
        """GET /api/v1/members/:id, the only place with updatedAt (13)."""
        row = self._found(ident)
        return row if isinstance(row, Answer) else reply(clubos_json.member(row, single=True))

    def nothing_p2(self, request: Request, _ident: str) -> Answer:
        """A list that holds nothing, in P2."""
        page, size = self._p2(request)
        return reply(self._in_p2("data", [], 0, page, size))

    def nothing_p1(self, request: Request, _name: str = "") -> Answer:
        """A list that holds nothing, in P1."""
        return self._in_p1([], 0, *self._p1(request))

    def member_events(self, request: Request, ident: str) -> Answer:
        """GET /api/v1/members/:id/events (50)."""
        row = self._found(ident)
        if isinstance(row, Answer):
            return row
        page, size = self._p2(request)
        rows = self.views.by_member.get(row.id, [])
        shown = []
        for made in rows[(page - 1) * size : page * size]:
            event = clubos_json.event(self.data.events[made.event], [])
            of = {name: event[name] for name in ("id", "title", "startTime", "endTime", "location")}
            when = clubos_json.iso(made.registered)
            shown.append({"id": made.id, "status": made.status, "registeredAt": when, "event": of})
        return reply(self._in_p2("data", shown, len(rows), page, size))

    def admin_members(self, request: Request) -> Answer:
        """GET /api/v1/admin/members: only active statuses (07)."""
        page, size = self._p1(request)
        rows = [
            row for row in self.views.surnames(page if self.world.switches.page_loss else 0) if clubos_json.active(row)
        ]
        shown = [clubos_json.admin_member(row, *self.views.member_counts(row.id)) for row in _cut(rows, page, size)]
        return self._in_p1(shown, len(rows), page, size)

    def admin_member(self, _request: Request, ident: str) -> Answer:
        """GET /api/admin/members/:id (51)."""
        row = self._found(ident)
        if isinstance(row, Answer):
            return row
        made = clubos_json.admin_member(row, 0, 0)
        member = {name: made[name] for name in ("id", "name", "email", "phone", "joinedAt", "status")}
        rows = [self.views.registration(entry) for entry in self.views.by_member.get(row.id, [])]
        names = ("id", "eventId", "eventTitle", "status", "registeredAt")
        return reply({"member": member, "registrations": [{name: entry[name] for name in names} for entry in rows]})

    def open_members(self, _request: Request) -> Answer:
        """GET /api/members: active members for anybody (33)."""
        rows = self.views.surnames(0)
        return reply({"members": [clubos_json.open_member(row) for row in rows if clubos_json.active(row)]})

    def events(self, request: Request) -> Answer:
        """GET /api/admin/events (20)."""
        page, size = self._p1(request)
        wanted = request.query.get("query", "").lower()
        rows = [row for row in self.views.events if wanted in row.title.lower()]
        shown = [clubos_json.list_event(row, *self.views.event_counts(row.id)) for row in _cut(rows, page, size)]
        return self._in_p1(shown, len(rows), page, size)

    def event(self, _request: Request, ident: str) -> Answer:
        """GET /api/admin/events/:id (22)."""
        if not re.fullmatch(UUID, ident):
            raise ValueError("no id")
        row = self.data.events.get(ident.lower())
        if row is None:
            return plain_error(404, "Event not found")
        entries = [self.views.registration(entry) for entry in self.views.by_event.get(row.id, [])]
        names = ("id", "memberId", "memberName", "status", "registeredAt")
        return reply({"event": clubos_json.event(row, [{name: entry[name] for name in names} for entry in entries])})

    def public_events(self, request: Request) -> Answer:
        """GET /api/v1/events: published ones, those to come unless past=true (25)."""
        page, size = self._p2(request)
        past, now = request.query.get("past") == "true", self.world.clock.now()
        rows = [row for row in self.views.events if row.published and (past or row.start >= now)]
        shown = [clubos_json.public_event(row, self.views.coming(row.id)) for row in _cut(rows, page, size)]
        made = self._in_p2("events", shown, len(rows), page, size)
        return reply(made | {"categories": sorted({row.category for row in rows if row.category})})

    def public_event(self, _request: Request, ident: str) -> Answer:
        """GET /api/v1/events/:id (26)."""
        if not re.fullmatch(UUID, ident):
            raise ValueError("no id")
        row = self.data.events.get(ident.lower())
        if row is None or not row.published:
            return coded_error(404, "RESOURCE_NOT_FOUND", f"Event with ID {ident} not found")
        more: dict[str, Any] = {
            "isPublished": True,
            "eventChair": None,
            "requiresRegistration": True,
            "registrationOpensAt": None,
        }
        more |= {"registrationState": "OPEN", "registrationOpensMessage": None}
        return reply({"event": clubos_json.public_event(row, self.views.coming(row.id)) | more})

    def open_events(self, _request: Request) -> Answer:
        """GET /api/events (35)."""
        names = ("id", "title", "category", "startTime")
        rows = [clubos_json.list_event(row, 0, 0) for row in self.views.events if row.published]
        return reply({"events": [{name: row[name] for name in names} for row in rows]})

    def attendees(self, _request: Request, ident: str) -> Answer:
        """GET /api/v1/events/:id/attendees (73)."""
        if not re.fullmatch(UUID, ident):
            raise ValueError("no id")
        row = self.data.events.get(ident.lower())
        if row is None:
            return coded_error(404, "RESOURCE_NOT_FOUND", f"Event with ID {ident} not found")
        shown = []
        for made in self.views.by_event.get(row.id, []):
            if made.status not in {"CONFIRMED", "PENDING", "PENDING_PAYMENT"}:
                continue
            who = self.data.members[made.member]
            entry = {"id": made.id, "memberId": who.id, "name": f"{who.first} {who.last}", "email": who.email}
            shown.append(entry | {"status": made.status, "registeredAt": clubos_json.iso(made.registered)})
        return reply({"eventId": row.id, "eventTitle": row.title, "attendees": shown, "total": len(shown)})

    def registrations(self, request: Request) -> Answer:
        """GET /api/admin/registrations, newest first (30)."""
        page, size = self._p1(request)
        rows = self.views.newest
        return self._in_p1([self.views.registration(row) for row in _cut(rows, page, size)], len(rows), page, size)

    def search(self, request: Request) -> Answer:
        """GET /api/admin/registrations/search: unpaged, everything without a filter (31)."""
        query = request.query
        rows = [
            row
            for row in self.views.newest
            if query.get("memberId") in {None, "", row.member}
            and query.get("eventId") in {None, "", row.event}
            and query.get("status") in {None, "", row.status}
        ]
        return reply({"registrations": [self.views.registration(row) for row in rows]})

    def registration(self, _request: Request, ident: str) -> Answer:
        """GET /api/admin/registrations/:id."""
        if not re.fullmatch(UUID, ident):
            raise ValueError("no id")
        row = self.data.registrations.get(ident.lower())
        return (
            plain_error(404, "Registration not found")
            if row is None
            else reply({"registration": self.views.registration(row)})
        )

    def open_registrations(self, _request: Request) -> Answer:
        """GET /api/registrations: everything, for anybody (34)."""
        names = ("id", "memberId", "eventId", "status", "registeredAt")
        rows = [self.views.registration(row) for row in self.views.newest]
        return reply({"registrations": [{name: row[name] for name in names} for row in rows]})

    def export(self, _request: Request, name: str) -> Answer:
        """GET /api/admin/export/...: all statuses, hardly quoted (36 to 39)."""
        flawed = self.world.switches.unquoted_csv
        if name == "members":
            rows = [clubos_json.admin_member(row, 0, 0) for row in self.views.surnames(0)]
            columns: tuple[str, ...] = ("id", "name", "email", "status", "joinedAt", "phone")
        elif name == "events":
            rows = [clubos_json.list_event(row, *self.views.event_counts(row.id)) for row in self.views.events]
            columns = ("id", "title", "category", "startTime", "registrationCount", "waitlistedCount")
        else:
            rows = [self.views.registration(row) | {"type": "REGISTRATION"} for row in self.views.newest]
            columns = ("id", "memberId", "memberName", "eventId", "eventTitle", "status", "registeredAt")
        if name == "activity":
            columns = ("id", "type", *columns[1:])
        quoting = "right" if not flawed else "commas" if name == "registrations" else "none"
        return Answer(200, clubos_json.table(columns, rows, quoting), CSV)


def patch(data: clubos.ClubOS, kind: str, ident: str, sent: dict[str, Any], now: Any) -> Answer:
    """Change a member or an event. A wrong type is an empty 500 (24), a taken address a conflict (19)."""
    table: dict[str, Any] = data.members if kind == "v1/members" else data.events
    row = table.get(ident)
    if row is None:
        return coded_error(404, "RESOURCE_NOT_FOUND", f"Record with ID {ident} not found")
    names = (
        {"firstName": "first", "lastName": "last", "email": "email", "phone": "phone"}
        if kind == "v1/members"
        else {"title": "title", "description": "description", "category": "category", "location": "location"}
        | {"capacity": "capacity", "isPublished": "published"}
    )
    if "capacity" in sent and not isinstance(sent["capacity"], int | None):
        return EMPTY_500
    if any(other.email == sent.get("email") and other.id != ident for other in data.members.values()):
        return coded_error(409, "CONFLICT", "Email already exists")
    for name, attribute in names.items():
        if name in sent and (sent[name] not in {"", None} or name == "phone" or kind != "v1/members"):
            setattr(row, attribute, sent[name])
    data.revision += 1
    if kind != "v1/members":
        return reply({"event": clubos_json.event(row, [])})
    row.updated = now
    made = clubos_json.member(row, single=True)
    return reply({name: made[name] for name in ("id", "firstName", "lastName", "email", "status", "updatedAt")})


def _cut(rows: list[Any], page: int, size: int) -> list[Any]:
    """A page of rows."""
    return rows[(page - 1) * size : page * size]
