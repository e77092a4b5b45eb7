"""The first look at ClubOS: who is signed in, what answers, what is a stub, and two doors that must be shut."""

from dataclasses import dataclass

import httpx
import msgspec

from clubos_desktop.connectors.clubos import schema
from clubos_desktop.connectors.clubos.api import Api
from clubos_desktop.connectors.clubos.envelopes import is_stub, reason
from clubos_desktop.connectors.http import Standing
from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.connectors.wire import Answer, Request
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Account, Capability
from clubos_desktop.model.time import read_instant

_ANY = frozenset({301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 500, 501, 502, 503, 504})
_SEEN = _ANY - {401}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the interface that is tried. ``peek`` looks at the status alone."""

    name: str
    path: str
    params: tuple[tuple[str, str], ...] = ()
    peek: bool = False


CAMPAIGNS = "campaigns"
"""Mail to many; of each its status is read, nothing else (features.md E50)."""

PARTS = (
    Part("members", "/api/v1/members", (("page", "1"), ("limit", "1"))),
    Part("export of members", "/api/admin/export/members", peek=True),
    Part("events", "/api/admin/events", (("page", "1"), ("pageSize", "1"))),
    Part("export of events", "/api/admin/export/events", peek=True),
    Part("registrations", "/api/admin/registrations", (("page", "1"), ("pageSize", "1"))),
    Part("all registrations at once", "/api/admin/registrations/search", peek=True),
    Part("newer list of events", "/api/v1/admin/events"),
    Part("newer list of registrations", "/api/v1/admin/registrations"),
    Part("health", "/api/v1/health"),
    Part(CAMPAIGNS, "/api/admin/comms/campaigns"),
    Part(schema.IMPORT, "/api/v1/admin/import/status"),
)
"""Tried at each connection test."""

UNSEEN = (
    "amounts of payments",
    "fees, guests, tickets and check-in of registrations",
    "organisation, renewal date, balance, groups and own fields of members",
    "time of the last change in lists",
    "Wild Apricot's ids",
    "audit log",
    "photos",
    "chatbot conversations",
    "read-only mode",
)
"""No answer shows these (clubos-api.md E): they cannot be compared."""

TEST_DOOR = (
    "Anybody can sign in to ClubOS as administrator with a password that stands in its source code. "
    "Ask your ClubOS contact to shut this door before members use ClubOS."
)
LIST_DOOR = (
    "ClubOS shows {what} to anybody, without signing in. "
    "Ask your ClubOS contact to shut this door ({path}) before members use ClubOS."
)
_HERE = ("127.0.0.1", "localhost", "::1")
_DOORS = (
    ("/api/members", "members' names, e-mail addresses and phone numbers"),
    ("/api/registrations", "who registered for what"),
)
_PASSWORD = "Bearer test-admin-token"  # noqa: S105 - the published one that must not work (clubos-api.md finding 3)


class Me(msgspec.Struct, rename="camel"):
    """``/api/auth/me``."""

    global_role: str | None = None
    capabilities: list[str] = []
    session_expires_at: str | None = None


def look(api: Api, url: str, known: Account | None = None) -> Job[Account]:
    """Sign in and look. Raises SignInError when the sign-in has run out.

    Parts that ``known`` calls stubs are not tried again: their answer is a failure in every ledger of calls.
    """
    stubs = () if known is None else tuple(each for each in known.capabilities if each.state == "stub")
    parts = [part for part in PARTS if part.name not in {each.name for each in stubs}]
    standing = Standing("Looking at ClubOS", 0, len(parts) + 4)
    me = yield from _who(api, standing)
    requests = (
        Request(part.path, part.params, accept=_SEEN, expect="any", peek=part.peek, patience=1, mark=part)
        for part in parts
    )
    found: list[Capability] = []
    lacking: list[str] = []
    for piece in api.http.ask_all(requests, standing):
        if isinstance(piece, Answer):
            found.append(_capability(piece))
            lacking += schema.lacking(found[-1], piece)
            standing.done += 1
        else:
            yield piece
    warnings = yield from _doors(api, standing)
    host = httpx.URL(url).host
    return Account(
        Side.CLUBOS,
        "clubos",
        host,
        "ClubOS on this computer" if host in _HERE else f"ClubOS at {host}",
        api.zone,
        api.currency,
        _rights(me),
        warnings,
        (*found, *stubs, *(Capability(name, "no endpoint") for name in UNSEEN)),
        _expires(me),
        tuple(lacking),
    )


def ping(api: Api) -> Job[Instant | None]:
    """One or two reading calls, so that the sign-in does not fall idle; when it ends by what ClubOS says now.

    Raises SignInError when it has run out.
    """
    me = yield from _who(api, Standing("Keeping the sign-in to ClubOS awake", 0, 1))
    return _expires(me)


def health(api: Api) -> Job[int]:
    """Ask ClubOS how it is; the status of its answer (200 well, 503 not). Raises NetworkError when none comes."""
    request = Request("/api/health", expect="any", accept=_ANY, patience=0)
    answer = yield from api.ask(request, Standing("Asking ClubOS how it is", 0, 1))
    return answer.status


_ANY = frozenset({*range(300, 429), *range(430, 600)})


def _who(api: Api, standing: Standing) -> Job[Me]:
    """Who is signed in. A service account is nobody there: then a list tells whether the code is accepted.

    Raises ContractError when neither looks like ClubOS: another address must not be taken for it.
    """
    answer = yield from api.ask(Request("/api/auth/me", accept=frozenset({404, 500}), patience=2), standing)
    if answer.status == 200:
        try:
            me = msgspec.json.decode(answer.body, type=Me)
        except BROKEN:
            me = Me()
        if me.global_role:
            return me
    yield from api.total("/api/v1/members", standing, style="limit")
    return Me()


def _capability(answer: Answer) -> Capability:
    part: Part = answer.request.mark
    if answer.status == 200:
        return Capability(part.name, "yes", scheduled(answer.body) if part.name == CAMPAIGNS else "")
    if is_stub(answer.status, answer.body):
        return Capability(part.name, "stub", "it answers that it is not implemented")
    if answer.status == 404:
        return Capability(part.name, "no endpoint")
    if answer.status in (401, 403):
        return Capability(part.name, "refused", reason(answer.body))
    return Capability(part.name, "fault", f"status {answer.status}, {reason(answer.body)}")


def scheduled(body: bytes) -> str:
    """How many campaigns have a date to go out at, like "2 of 5 are scheduled"; "" where the answer is no list."""
    try:
        found = msgspec.json.decode(body)
    except BROKEN:
        return ""
    lists = (found, *found.values()) if isinstance(found, dict) else (found,)
    rows = next((each for each in lists if isinstance(each, list)), None)
    if rows is None:
        return ""
    n = sum(isinstance(row, dict) and str(row.get("status", "")).casefold() == "scheduled" for row in rows)
    return f"{n} of {len(rows)} are scheduled"


def _doors(api: Api, standing: Standing) -> Job[tuple[str, ...]]:
    """Try the doors that must be shut, looking at the status alone: nothing behind them is read."""
    warnings = []
    one = (("pageSize", "1"),)
    password = Request(
        "/api/v1/admin/members", one, headers={"Authorization": _PASSWORD}, accept=_ANY, peek=True, patience=1
    )
    answer = yield from api.ask(password, standing)
    if answer.status == 200:
        warnings.append(TEST_DOOR)
    for path, what in _DOORS:
        answer = yield from api.ask(Request(path, headers={}, accept=_ANY, peek=True, patience=1), standing)
        if answer.status == 200:
            warnings.append(LIST_DOOR.format(what=what, path=path))
    return tuple(warnings)


VISITED = ("/", "/login", "/events", "/member")
"""What a member's browser would ask for first."""


def open_pages(api: Api) -> Job[tuple[str, ...]]:
    """Pages that a visitor without a sign-in gets; () when ClubOS is closed for members. Nothing behind them is read.

    ClubOS has no read-only mode and no switch (clubos-api.md section E): closing it is its operator's work, and this
    is how it is seen.
    """
    standing = Standing("Looking whether ClubOS is closed", 0, len(VISITED))
    found = []
    for path in VISITED:
        answer = yield from api.ask(Request(path, headers={}, accept=_ANY, peek=True, patience=1), standing)
        standing.done += 1
        if answer.status == 200:
            found.append(path)
    return tuple(found)


def _rights(me: Me) -> tuple[str, ...]:
    told = []
    if me.global_role:
        told.append(f"Signed in with the role {me.global_role}, which may write; we will not.")
    missing = [need for need in ("members:view", "registrations:view", "exports:access") if need not in me.capabilities]
    if me.capabilities and missing:
        told.append(f"This sign-in lacks: {', '.join(missing)}.")
    return tuple(told)


def _expires(me: Me) -> Instant | None:
    try:
        return read_instant(me.session_expires_at, "UTC") if me.session_expires_at else None
    except (ValueError, OverflowError):
        return None
