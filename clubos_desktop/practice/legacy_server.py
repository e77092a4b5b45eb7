"""Wild Apricot's interface on loopback, faithful to wild-apricot-api.md: limits, caps, hidden rows, odd shapes."""

import base64
import gzip
import re
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from clubos_desktop.practice import filters, legacy, legacy_json
from clubos_desktop.practice.legacy import ACCOUNT, GROUPS, LEVELS, TENDERS
from clubos_desktop.practice.legacy_lists import Lists, encode, refuse
from clubos_desktop.practice.wire import HTML, Answer, Request
from clubos_desktop.practice.world import World

TOKEN_SECONDS = 1800
QUERY_LIMIT = 4096
XML = b'<?xml version="1.0" encoding="utf-8"?><ApiResponse xmlns="http://api.wildapricot.org/ApiResponse" />'
"""What who does not ask for JSON gets (section 1, Headers)."""
_PATH = re.compile(r"^/v2(?:\.[123])?/accounts(?:/(\d+)(?:/([a-z]+)(?:/([^/]+))?)?)?/?$", re.IGNORECASE)


def key_of(seed: int) -> str:
    """The API key of a practice club."""
    return f"practice{seed:06d}lakesidereadonlykey"


class LegacyServer:
    """Answers requests. Sign-in and data share one port; ``kept`` holds answers until the data change."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.kept: dict[tuple[str, str], bytes] = {}
        self.kept_revision = -1
        self.searches: dict[str, tuple[dict[str, str], float, int]] = {}
        self.lists = Lists(world, self.searches)

    @property
    def data(self) -> legacy.Legacy:
        """The legacy system's records."""
        return self.world.club.legacy

    def handle(self, request: Request) -> Answer:
        """Answer one request."""
        if request.path.lower() == "/auth/token":
            self.world.count("legacy", "token", "GET")
            return self._token(request)
        found = _PATH.match(request.path)
        area = (found.group(2) or "accounts").lower() if found else ""
        one = found.group(3) if found else None
        kind = "other" if area != "contacts" else "one" if one else "list"
        self.world.count("legacy", kind, request.method)
        refused = self._refused(request, kind)
        if refused is not None:
            return refused
        if found is None or (found.group(1) and int(found.group(1)) != ACCOUNT):
            return refuse(404, "NotFound", "Resource not found.")
        if request.method not in {"GET", "HEAD"}:
            return self._write(request, area, one)
        self._refresh()
        answer = self._read(area, one, bool(found.group(1)), request)
        if answer.status == 200 and "json" not in request.headers.get("accept", ""):
            return Answer(200, XML, "application/xml; charset=utf-8")
        return self._packed(answer, request)

    def _packed(self, answer: Answer, request: Request) -> Answer:
        """The answer compressed, where that is switched on and the client can read it."""
        if not self.world.switches.gzip or "gzip" not in request.headers.get("accept-encoding", ""):
            return answer
        body = gzip.compress(answer.body, 1, mtime=0)
        return Answer(answer.status, body, answer.kind, (*answer.headers, ("Content-Encoding", "gzip")))

    def _refused(self, request: Request, kind: str) -> Answer | None:
        """The refusal of a call too long, not signed in, or too much; else None."""
        if len(request.raw_query) > QUERY_LIMIT:
            return Answer(404, b"<html><body><h2>404.14 - URL too long</h2></body></html>", HTML)
        signed = self._signed_in(request)
        if signed is not None or not self.world.switches.limits:
            return signed
        wait = self.world.limits[kind].take(self.world.clock.monotonic())
        if wait <= 0:
            return None
        headers = (("Retry-After", str(int(wait) + 1)),) if self.world.switches.retry_after else ()
        return refuse(429, "TooManyRequests", "Too many requests. Wait for a minute.", headers)

    def _token(self, request: Request) -> Answer:
        """Give a token for the right key: Basic APIKEY:key, form body (section 1)."""
        wanted = base64.b64encode(f"APIKEY:{key_of(self.world.club.seed)}".encode()).decode()
        form = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        if request.method != "POST":
            return refuse(405, "MethodNotAllowed", "Use POST.")
        if request.headers.get("authorization") != f"Basic {wanted}":
            return Answer(401, b'{"error":"invalid_client","error_description":"Invalid API key."}')
        if form.get("grant_type") != "client_credentials" or not form.get("scope"):
            return Answer(400, b'{"error":"invalid_request"}')
        token = secrets.token_urlsafe(24)
        self.world.tokens[token] = self.world.clock.monotonic() + TOKEN_SECONDS
        scopes = ["account_view", "contacts_view", "contacts_edit", "events_view", "events_edit", "finances_view"]
        return encode(
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": TOKEN_SECONDS,
                "refresh_token": "not_requested",
                "Permissions": [{"AccountId": ACCOUNT, "SecurityProfileId": 1, "AvailableScopes": scopes}],
            }
        )

    def _signed_in(self, request: Request) -> Answer | None:
        """None with a living token, else the refusal."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or self.world.tokens.get(token, 0.0) <= self.world.clock.monotonic():
            return refuse(401, "Unauthorized", "The access token is missing, wrong or has run out.")
        return None

    def _refresh(self) -> None:
        """After a change: forget kept answers, order the records anew."""
        if self.kept_revision == self.data.revision:
            return
        self.kept_revision = self.data.revision
        self.kept.clear()
        self.lists = Lists(self.world, self.searches)

    def _read(self, area: str, one: str | None, in_account: bool, request: Request) -> Answer:
        """Answer a reading call, from the kept answers where nothing depends on time."""
        if not in_account:
            return encode([self._account()])
        place = (request.path.lower(), request.raw_query)
        if area != "contacts" and place in self.kept:
            return Answer(200, self.kept[place])
        try:
            answer = self._resource(area, one, request)
        except (filters.FilterError, ValueError) as error:
            return refuse(400, "InvalidParameter", f"The request cannot be read: {error}.")
        if answer.status == 200 and area != "contacts":
            self.kept[place] = answer.body
        return answer

    def _account(self) -> dict[str, Any]:
        return legacy_json.account(sum(not row.archived for row in self.data.contacts.values()))

    def _resource(self, area: str, one: str | None, request: Request) -> Answer:
        """Route by the resource's name, case being of no matter (2.1)."""
        if area == "accounts":
            return encode(self._account())
        small: dict[str, Callable[[], list[Any]]] = {
            "contactfields": legacy_json.contact_fields,
            "membershiplevels": lambda: [legacy_json.level(row) for row in LEVELS.values()],
            "membergroups": lambda: [{"Id": key, "Name": name, "Description": ""} for key, name in GROUPS.items()],
            "bundles": lambda: legacy_json.bundles(self.data.contacts),
            "tenders": lambda: [
                {"Id": key, "Url": f"{legacy_json.BASE}/Tenders/{key}", "Name": name, "IsCustom": False}
                for name, key in TENDERS.items()
            ],
            "savedsearches": list,
        }
        if area in small:
            rows = small[area]()
            return encode(rows) if one is None else self._pick(rows, one)
        routes: dict[str, Callable[[str | None, dict[str, str]], Answer]] = {
            "contacts": self.lists.contacts,
            "events": self.lists.events,
            "eventregistrations": self.lists.registrations,
            "eventregistrationtypes": self.lists.types,
            "invoices": self.lists.invoices,
            "payments": self.lists.payments,
            "refunds": self.lists.refunds,
            "donations": self.lists.donations,
            "paymentallocations": self.lists.allocations,
            "sentemails": lambda _one, _query: encode({"EmailIdentifiers": list(range(9101, 9113))}),
            "emaildrafts": lambda _one, _query: encode({"EmailIdentifiers": [9201, 9202]}),
            "auditlogitems": lambda _one, query: (
                encode({"Items": []}) if query else refuse(400, "Validation", "A filter is needed.")
            ),
        }
        if area not in routes:
            return refuse(404, "NotFound", "Resource not found.")
        return routes[area](one, request.query)

    def _pick(self, rows: list[Any], one: str) -> Answer:
        """A row by its id."""
        for row in rows:
            if str(row["Id"]) == one:
                return encode(row)
        return refuse(404, "NotFound", "Resource not found.")

    def _write(self, request: Request, area: str, one: str | None) -> Answer:
        """Writes are answered and counted; only a contact's own fields are really changed (section 5)."""
        if area != "contacts" or request.method != "PUT" or one is None:
            return encode({})
        row = self.data.contacts.get(int(one))
        if row is None:
            return refuse(404, "NotFound", "Contact not found.")
        sent = msgspec.json.decode(request.body or b"{}")
        values = {str(entry.get("SystemCode")): entry.get("Value") for entry in sent.get("FieldValues", [])}
        values |= {name: sent[name] for name in ("FirstName", "LastName", "Email", "Organization") if name in sent}
        for code, name in (("FirstName", "first"), ("LastName", "last"), ("Email", "email"), ("Phone", "phone")):
            if isinstance(values.get(code), str):
                setattr(row, name, values[code])
        row.updated = self.world.clock.now()
        self.data.revision += 1
        return encode(legacy_json.contact(row))
