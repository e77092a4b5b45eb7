"""Listing members, events and registrations so that nobody is lost (clubos-api.md 0.4, B.9 and E)."""

from collections.abc import Generator, Sequence

import msgspec

from clubos_desktop.connectors.batches import Batches, joined
from clubos_desktop.connectors.clubos.api import Api, by_id, landing
from clubos_desktop.connectors.clubos.envelopes import contract, unwrap
from clubos_desktop.connectors.clubos.exports import EVENTS, MEMBERS, REGISTRATIONS
from clubos_desktop.connectors.http import Standing
from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.connectors.wire import Answer, Request
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.protocols import Pages
from clubos_desktop.model.runs import Listing, Page

_MEMBERS = "/api/v1/members"
_EVENTS = "/api/admin/events"
_REGISTRATIONS = "/api/admin/registrations"
_GONE = frozenset({404, 500})
_ROUNDS = 3
_SIZES = (100, 93, 77)
"""Walks of other page sizes lose other people: used only where the export is not allowed."""

_MOVED = "The list changed while it was read; the next copy reads it again."


def members(api: Api) -> Pages:
    """Everybody of every status: ids from the export, rows from pages, and one by one those that pages lost."""
    standing = Standing("Copying members from ClubOS")
    for number in range(_ROUNDS):
        found, before = yield from api.walk(_MEMBERS, _SIZES[number], standing, style="limit")
        exported = yield from api.export(MEMBERS, "/api/admin/export/members", standing)
        if exported is None:
            return (yield from _members_without_export(api, found, before, standing))
        keys = frozenset(row["id"] for row in exported)
        found = {key: raw for key, raw in found.items() if key in keys}
        found.update((yield from _one_by_one(api, sorted(keys - set(found)), standing)))
        after = yield from api.total(_MEMBERS, standing, style="limit")
        if before == after == len(keys) == len(found):
            break
    yield from _landed(Domain.MEMBERS, found, standing)
    notes = () if before == after == len(found) else (_MOVED,)
    return Listing(before, after, keys, notes)


def _members_without_export(api: Api, found: dict[str, bytes], total: int | None, standing: Standing) -> Pages:
    """The union of walks with different page sizes; complete only when it reaches the list's own count."""
    for size in _SIZES[1:]:
        if len(found) == total:
            break
        more, total = yield from api.walk(_MEMBERS, size, standing, style="limit")
        found.update(more)
    yield from _landed(Domain.MEMBERS, found, standing)
    missing = (total or 0) - len(found)
    note = f"This sign-in may not use the export of members, and ClubOS's pages left {missing} of them out."
    return Listing(total, total, frozenset(found) if not missing else None, (note,) if missing else ())


def _one_by_one(api: Api, keys: Sequence[str], standing: Standing) -> Job[dict[str, bytes]]:
    """Members that the pages left out, in the form of the pages' rows."""
    found: dict[str, bytes] = {}
    requests = (Request(f"{_MEMBERS}/{key}", kind="one", accept=_GONE, patience=2, mark=key) for key in keys)
    for piece in api.http.ask_all(requests, standing):
        if not isinstance(piece, Answer):
            yield piece
        elif piece.status == 200:
            found[str(piece.request.mark)] = _without(piece.body, "members", "createdAt", "updatedAt")
            standing.done += 1
    return found


def _without(body: bytes, what: str, *names: str) -> bytes:
    """An object without some of its fields."""
    try:
        whole = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except BROKEN as error:
        raise contract(what, "not an object") from error
    return msgspec.json.encode({name: value for name, value in whole.items() if name not in names})


def _landed(domain: Domain, found: dict[str, bytes], standing: Standing) -> Generator[Page | Progress, None, None]:
    for page in landing(domain, found):
        yield page
        yield standing.progress()


def events(api: Api, *, resume: str | None) -> Pages:
    """Every event by itself, for only there its end, place and capacity are shown."""
    keys, before = yield from _event_ids(api, Standing("Copying the list of events from ClubOS"))
    standing = Standing("Copying events from ClubOS", 0, len(keys))
    lost: list[str] = []
    gone: set[str] = set()
    batches = Batches.after(keys, resume)
    if batches.whole:
        api.seen.clear()
    for batch in batches:
        standing.done = batches.done
        rows: list[bytes] = []
        requests = (Request(f"{_EVENTS}/{key}", kind="one", accept=_GONE, patience=2, mark=key) for key in batch)
        for piece in api.http.ask_all(requests, standing):
            if not isinstance(piece, Answer):
                yield piece
            elif piece.status == 200:
                rows.append(_event(api, str(piece.request.mark), piece.body))
            elif piece.status == 404:
                gone.add(str(piece.request.mark))  # deleted since the ids were read
            else:
                lost.append(str(piece.request.mark))
        yield Page(Domain.EVENTS, joined(rows), batches.read(batch))
    after = yield from api.total(_EVENTS, standing)
    left = frozenset(keys) - gone
    before = before - len(gone) if before is not None else None
    notes = tuple(f"ClubOS could not show event {key}." for key in lost[:10])
    return Listing(before, after, left, notes if before == after == len(left) else (*notes, _MOVED))


def _event_ids(api: Api, standing: Standing) -> Job[tuple[tuple[str, ...], int | None]]:
    """The ids of all events and the list's own count; read again where the two do not agree."""
    keys: tuple[str, ...] = ()
    total: int | None = None
    for _ in range(_ROUNDS):
        total = yield from api.total(_EVENTS, standing)
        exported = yield from api.export(EVENTS, "/api/admin/export/events", standing)
        if exported is not None:
            keys = tuple(sorted({row["id"] for row in exported}))
        else:
            walked, _ = yield from api.walk(_EVENTS, 100, standing, style="pageSize")
            keys = tuple(sorted(walked))
        if len(keys) == total:
            break
    return keys, total


def _event(api: Api, key: str, body: bytes) -> bytes:
    """The event alone: its registrations are a domain of their own, and a person's traces stay in one place."""
    try:
        outer = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        inner = msgspec.json.decode(outer["event"], type=dict[str, msgspec.Raw])
        raws = msgspec.json.decode(inner.get("registrations", msgspec.Raw(b"[]")), type=list[dict[str, msgspec.Raw]])
        api.seen[key] = {
            msgspec.json.decode(raw["id"], type=str): msgspec.json.encode({**raw, "eventId": key}) for raw in raws
        }
    except (KeyError, *BROKEN) as error:
        raise contract("an event", "no event in the answer, or its registrations without ids") from error
    return msgspec.json.encode({name: value for name, value in inner.items() if name != "registrations"})


def registrations(api: Api, *, parents: Sequence[str]) -> Pages:
    """All registrations in one answer, checked against the list's own count; where they disagree, event by event."""
    standing = Standing("Copying registrations from ClubOS")
    for _ in range(_ROUNDS):
        before = yield from api.total(_REGISTRATIONS, standing)
        standing.total = before
        found = yield from _all_registrations(api, standing)
        if before is not None and len(found) < before:
            found.update((yield from _by_event(api, parents, found, standing)))
        after = yield from api.total(_REGISTRATIONS, standing)
        standing.done = len(found)
        if before == after == len(found):
            break
    yield from _landed(Domain.REGISTRATIONS, found, standing)
    whole = before == after == len(found)
    return Listing(before, after, frozenset(found) if whole else None, () if whole else (_MOVED,))


def _all_registrations(api: Api, standing: Standing) -> Job[dict[str, bytes]]:
    """The unpaged list; the export where this sign-in has no such list; pages where it has neither."""
    request = Request(f"{_REGISTRATIONS}/search", accept=frozenset({403, 404, 500}), patience=2)
    answer = yield from api.ask(request, standing)
    if answer.status == 200:
        return by_id(unwrap(answer.body, "registrations"))
    exported = yield from api.export(REGISTRATIONS, "/api/admin/export/registrations", standing)
    if exported is not None:
        return {row["id"]: msgspec.json.encode(row) for row in exported}
    walked, _ = yield from api.walk(_REGISTRATIONS, 100, standing, style="pageSize")
    return walked


def _by_event(api: Api, parents: Sequence[str], found: dict[str, bytes], standing: Standing) -> Job[dict[str, bytes]]:
    """Registrations that the whole list left out, from the events' own answers."""
    more: dict[str, bytes] = {}
    asked = [key for key in parents if key not in api.seen]
    requests = (Request(f"{_EVENTS}/{key}", kind="one", accept=_GONE, patience=2, mark=key) for key in asked)
    for piece in api.http.ask_all(requests, standing):
        if not isinstance(piece, Answer):
            yield piece
        elif piece.status == 200:
            _event(api, str(piece.request.mark), piece.body)
    for rows in api.seen.values():
        more.update({key: raw for key, raw in rows.items() if key not in found})
    return more
