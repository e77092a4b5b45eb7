"""ClubOS's interface on loopback, flaws and doors included behind switches (clubos-api.md sections A and B)."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec

from clubos_desktop.practice import clubos, clubos_board, clubos_json, clubos_small
from clubos_desktop.practice.clubos_lists import EMPTY_500, Lists, coded_error, patch, plain_error, reply
from clubos_desktop.practice.wire import HTML, Answer, Request
from clubos_desktop.practice.world import World

SESSION_DAYS = 30
OPEN = re.compile(r"^/api/(health(/\w+)?|v1/health|v1/version|v1/events(/[^/]+)?|events|openapi)$")
DOORS = re.compile(r"^/api/(members|registrations)$")
STUBS = re.compile(
    r"^/api/v1/admin/(events|registrations)(/.*)?$|^/api/v1/auth/refresh$|^/api/v1/admin/members/[^/]+/status$"
)


def code_of(seed: int) -> str:
    """The access code (session token) of a practice ClubOS."""
    return hashlib.blake2b(f"session/{seed}".encode(), digest_size=24).hexdigest()


KEPT: tuple[tuple[re.Pattern[str], Callable[..., Answer]], ...] = tuple(
    (re.compile(f"^{pattern}$"), route)
    for pattern, route in (
        ("/api/v1/members", Lists.members),
        (r"/api/v1/members/([^/]+)", Lists.member),
        (r"/api/v1/members/([^/]+)/payments", Lists.nothing_p2),
        (r"/api/v1/members/([^/]+)/events", Lists.member_events),
        ("/api(?:/v1)?/admin/members", Lists.admin_members),
        (r"/api(?:/v1)?/admin/members/([^/]+)", Lists.admin_member),
        ("/api/members", Lists.open_members),
        ("/api/registrations", Lists.open_registrations),
        ("/api/events", Lists.open_events),
        ("/api/admin/events", Lists.events),
        (r"/api/admin/events/([^/]+)", Lists.event),
        (r"/api/v1/events/([^/]+)", Lists.public_event),
        (r"/api/v1/events/([^/]+)/attendees", Lists.attendees),
        ("/api/admin/registrations", Lists.registrations),
        ("/api/admin/registrations/search", Lists.search),
        (r"/api/admin/registrations/([^/]+)", Lists.registration),
        (r"/api/admin/export/(members|events|registrations|activity)", Lists.export),
        ("/api/admin/(content/pages|store/orders)", Lists.nothing_p1),
    )
)
"""What depends on the data alone: answers are kept until they change."""


_PAGES = frozenset({"/", "/login", "/events"})
"""Pages that a visitor gets while ClubOS is open for members."""


class ClubosServer:
    """Answers requests; whole lists are kept until the data change."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.lists = Lists(world)
        self.kept: dict[tuple[str, str], Answer] = {}
        self.kept_revision = -1

    @property
    def data(self) -> clubos.ClubOS:
        """ClubOS's records."""
        return self.world.club.clubos

    def handle(self, request: Request) -> Answer:
        """Answer one request."""
        self.world.count("clubos", "call", request.method)
        if request.path in _PAGES:
            return Answer(200, b"<!DOCTYPE html><html><body>Lakeside Club: sign in</body></html>", HTML)
        if not request.path.startswith("/api/"):
            return Answer(404, b"<!DOCTYPE html><html><body>404: This page could not be found.</body></html>", HTML)
        refused = self._signed_in(request)
        if refused is not None:
            return refused
        if self.world.switches.stubs and STUBS.match(request.path):
            return coded_error(500, "INTERNAL_ERROR", f"{request.method} {request.path} not implemented")
        if request.method not in {"GET", "HEAD"}:
            return self._write(request)
        if self.kept_revision != self.data.revision:
            self.kept_revision = self.data.revision
            self.kept.clear()
            self.lists = Lists(self.world)
        return self._read(request)

    def _read(self, request: Request) -> Answer:
        """Answer a reading call, from the kept answers where nothing depends on time."""
        place = (request.path, request.raw_query)
        if place in self.kept:
            return self.kept[place]
        try:
            answer = self._live(request) or self._listed(request)
        except ValueError:
            return EMPTY_500 if self.world.switches.empty_500 else coded_error(400, "VALIDATION_ERROR", "Bad value")
        return answer or plain_error(404, "Not Found")

    def _live(self, request: Request) -> Answer | None:
        """An answer that depends on the time or the one who asks."""
        if request.path == "/api/auth/me":
            return self._me()
        if request.path == "/api/v1/events":
            return self.lists.public_events(request)
        return clubos_board.answer(self.world, request) or clubos_small.answer(self.world, request, reply)

    def _listed(self, request: Request) -> Answer | None:
        """An answer that depends on the data alone; kept from then on."""
        for pattern, route in KEPT:
            found = pattern.match(request.path)
            if found is not None:
                answer = route(self.lists, request, *found.groups())
                if answer.status == 200:
                    self.kept[request.path, request.raw_query] = answer
                return answer
        return None

    def _signed_in(self, request: Request) -> Answer | None:
        """None when the call may go on, else the refusal (section A)."""
        path, switches = request.path, self.world.switches
        if OPEN.match(path) or (switches.open_doors and DOORS.match(path)):
            return None
        if switches.test_token and re.match(r"^Bearer (test-\w|admin-token)", request.headers.get("authorization", "")):
            return None
        if not switches.production and request.headers.get("x-admin-test-token") == "dev-admin-token":
            return None
        name = "__Host-murmurant_session" if switches.production else "murmurant_session"
        parts = [part.strip().partition("=") for part in request.headers.get("cookie", "").split(";")]
        cookies = {part[0]: part[2] for part in parts}
        ends = self.world.sign_in_ends or self.world.club.now + timedelta(days=SESSION_DAYS)
        if cookies.get(name) == code_of(self.world.club.seed) and self.world.clock.now() < ends:
            return None
        refusal = plain_error(401, "Unauthorized", "Missing or invalid authentication")
        if not switches.production and "/admin/" in path:
            trap = (("Set-Cookie", "murmurant_dev_session=test-admin-token; Path=/"),)
            return Answer(refusal.status, refusal.body, refusal.kind, trap)
        return refusal

    def _me(self) -> Answer:
        """GET /api/auth/me (08)."""
        now = self.world.club.now
        return reply(
            {
                "id": clubos.new_id(self.world.club.seed, "account", 0),
                "email": "admin@lakeside.example",
                "memberId": next(iter(self.data.members), None),
                "firstName": "Alex",
                "lastName": "Example",
                "globalRole": "admin",
                "capabilities": ["admin:full", "members:view", "registrations:view", "events:edit", "exports:access"],
                "sessionCreatedAt": clubos_json.iso(now),
                "sessionExpiresAt": clubos_json.iso(self.world.sign_in_ends or now + timedelta(days=SESSION_DAYS)),
            }
        )

    def _write(self, request: Request) -> Answer:
        """Writes are answered and counted; PATCH changes members and events as it does there (14, 23)."""
        try:
            board = clubos_board.answer(self.world, request)
        except ValueError:
            return EMPTY_500
        if board is not None:
            return board
        found = re.fullmatch(r"/api/(v1/members|admin/events)/([^/]+)", request.path)
        if found is None or request.method != "PATCH":
            return plain_error(405, "Method Not Allowed")
        try:
            sent = msgspec.json.decode(request.body or b"{}", type=dict[str, Any])
        except msgspec.MsgspecError:
            return EMPTY_500
        return patch(self.data, found.group(1), found.group(2).lower(), sent, self.world.clock.now())
