"""Listing registrations event by event, with the wait-listed and cancelled ones (wild-apricot-api.md 2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from clubos_desktop.connectors.batches import Batches, joined
from clubos_desktop.connectors.http import Standing
from clubos_desktop.connectors.reading import BROKEN, listed
from clubos_desktop.connectors.wild_apricot import answers
from clubos_desktop.connectors.wild_apricot.api import Api, contract, read_count
from clubos_desktop.connectors.wild_apricot.events import LISTS, near, read_rows
from clubos_desktop.connectors.wild_apricot.walk import list_rows
from clubos_desktop.connectors.wire import Answer, Request
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.protocols import Pages
from clubos_desktop.model.records import Event, Registration
from clubos_desktop.model.runs import Listing, Mode, Page

_ALL = (("includeWaitlist", "true"), ("includeCanceled", "true"))
"""Without these two the answer hides them (wild-apricot-api.md fact 6)."""

_WRAPPER = "EventRegistrations"
_TRIES = 3


class _Id(msgspec.Struct):
    id: int = msgspec.field(name="Id")


@dataclass(slots=True)
class _Event:
    """What is known of one event's registrations. ``count`` is None where the source does not count."""

    count: int | None = None
    rows: dict[str, bytes] = field(default_factory=dict)

    def add(self, body: bytes) -> tuple[int, int]:
        """Take a page; how many rows it had and how many were new."""
        before = len(self.rows)
        raws = listed(body, _WRAPPER, "registrations")
        try:
            for raw in raws:
                self.rows[str(msgspec.json.decode(raw, type=_Id).id)] = bytes(raw)
        except BROKEN as error:
            raise contract("registrations", "a row without an id") from error
        return len(raws), len(self.rows) - before


def registrations(api: Api, mode: Mode, *, resume: str | None, parents: Sequence[str]) -> Pages:
    """The registrations of the events ``parents``: of all, or of those that are near or changed their counts."""
    keys = tuple(sorted(parents, key=_order))
    if mode is Mode.INCREMENTAL:
        keys = yield from _stirred(api, keys)
    standing = Standing("Copying registrations from Wild Apricot", 0, len(keys))
    found: set[str] = set()
    counted = True
    notes: list[str] = []
    batches = Batches.after(keys, resume)
    for batch in batches:
        standing.done = batches.done
        read = yield from _read(api, batch, standing)
        wrong = [key for key, event in read.items() if event.count is not None and event.count != len(event.rows)]
        notes += [f"Event {key}: Wild Apricot counts registrations that it does not list." for key in wrong]
        rows = {key: row for event in read.values() for key, row in event.rows.items()}
        found.update(rows)
        counted = counted and all(event.count is not None for event in read.values())
        stated = sum(event.count or 0 for event in read.values())
        yield Page(Domain.REGISTRATIONS, joined(tuple(rows.values())), batches.read(batch, stated))
    total = batches.counted if counted else None
    keys_known = mode is Mode.FULL and batches.whole and not notes
    return Listing(total, total, frozenset(found) if keys_known else None, tuple(notes))


def _order(key: str) -> tuple[int, str]:
    return (int(key) if key.isdigit() else 0, key)


def _read(api: Api, batch: Sequence[str], standing: Standing) -> Job[dict[str, _Event]]:
    """A batch of events, each until its rows are as many as its count; a few times where they are not."""
    read: dict[str, _Event] = {}
    left = list(batch)
    for _ in range(_TRIES):
        again = yield from _once(api, left, standing)
        read.update(again)
        left = [key for key, event in again.items() if event.count is not None and event.count != len(event.rows)]
        if not left:
            break
    return read


def _once(api: Api, keys: Sequence[str], standing: Standing) -> Job[dict[str, _Event]]:
    """Count each event's registrations, then read the pages; an event that is gone has none."""
    read: dict[str, _Event] = {}
    for piece in api.ask_all((_request(api, key, ("$count", "true")) for key in keys), standing):
        if not isinstance(piece, Answer):
            yield piece
        elif piece.status == 200:
            read[str(piece.request.mark)] = _Event(read_count(piece.body))
        elif piece.status == 400:
            read[str(piece.request.mark)] = _Event()  # a server that does not know $count
    requests = [
        _page(api, key, skip)
        for key, event in read.items()
        for skip in (range(0, event.count, api.page) if event.count is not None else range(1))
    ]
    last: dict[str, tuple[int, int]] = {}
    for piece in api.ask_all(requests, standing):
        if not isinstance(piece, Answer):
            yield piece
        elif piece.status == 200:
            key = str(piece.request.mark)
            last[key] = read[key].add(piece.body)
    for key, (size, new) in last.items():
        yield from _rest(api, key, read[key], (size, new), standing)
    return read


def _rest(api: Api, key: str, event: _Event, last: tuple[int, int], standing: Standing) -> Job[None]:
    """Go on while pages are full and bring something new: the count may have been too low, or there is none."""
    size, new = last
    skip = max(api.page, -(-(event.count or 0) // api.page) * api.page)
    while size >= api.page and new:
        answer = yield from api.ask(_page(api, key, skip), standing)
        if answer.status != 200:
            return
        size, new = event.add(answer.body)
        skip += api.page


def _request(api: Api, key: str, *params: tuple[str, str]) -> Request:
    accept = frozenset({404, 400}) if params[0][0] == "$count" else frozenset({404})
    return api.request("eventregistrations", ("eventId", key), *_ALL, *params, accept=accept, mark=key)


def _page(api: Api, key: str, skip: int) -> Request:
    return _request(api, key, ("$top", str(api.page)), ("$skip", str(skip)))


def _stirred(api: Api, keys: Sequence[str]) -> Job[tuple[str, ...]]:
    """The events whose registrations are read again; all of them where nobody tells what the mirror holds."""
    if api.accepted is None:
        return tuple(keys)
    rows, _ = yield from list_rows(api, LISTS, Standing("Looking which events changed in Wild Apricot"))
    known = read_rows(rows)
    events = {record.key: record for record in api.accepted(Domain.EVENTS) if isinstance(record, Event)}
    held: dict[str, int] = {}
    for record in api.accepted(Domain.REGISTRATIONS):
        if isinstance(record, Registration) and record.event and not record.cancelled and not record.waitlisted:
            held[record.event] = held.get(record.event, 0) + 1
    return tuple(key for key in keys if _moved(api, known.get(key), events.get(key), held.get(key, 0)))


def _moved(api: Api, row: answers.EventRow | None, event: Event | None, held: int) -> bool:
    """Whether an event is near, or its counts are not what the mirror holds of its registrations."""
    if row is None or event is None or near(api, row):
        return True
    return (row.confirmed_registrations_count or 0) + (row.pending_registrations_count or 0) != held
